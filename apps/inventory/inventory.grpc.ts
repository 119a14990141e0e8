import type { InventoryDefinition } from '@parley/contracts/generated/parley/inventory/v1/Inventory';
import { checked, grpcService } from '@parley/middleware/grpc';
import { tagOrder } from '@parley/tracing';
import type { Inventory } from './inventory.service';
import { checkRequest, listRequest, loadRequest, orderRequest, reserveRequest, restockRequest } from './requests';
import type { Shortage } from './stock.domain';

const defaultPage = 100;
const largestPage = 500;

const shortageMessage = ({ available, ...shortage }: Shortage) => ({ ...shortage, available: String(available) });

/** The way in for who asks and waits. */
export const inventoryService = (inventory: Inventory) =>
  grpcService<InventoryDefinition>('parley.inventory.v1.Inventory', {
    LoadProducts: async (request) => {
      const { products } = checked(loadRequest, request);
      const added = await inventory.loadProducts(products);
      return { added, known: products.length - added };
    },
    ListProducts: async (request) => {
      const { afterSku, limit, search } = checked(listRequest, request);
      const page = { afterSku, search, limit: Math.min(limit || defaultPage, largestPage) };
      const { products, nextSku } = await inventory.listProducts(page);
      return {
        nextSku,
        products: products.map(({ sku, name, initial, unlimited, ...product }) => ({
          sku,
          name,
          initial,
          unlimited: unlimited === 1,
          unitPrice: String(product.unit_price),
          available: String(product.available),
          reserved: String(product.reserved),
          sold: String(product.sold),
        })),
      };
    },
    CheckStock: async (request) => {
      const { lines } = checked(checkRequest, request);
      return { shortages: (await inventory.checkStock(lines)).map(shortageMessage) };
    },
    Reserve: async (request) => {
      const { orderId, lines } = checked(reserveRequest, request);
      tagOrder(orderId);
      const { shortages, ...answer } = await inventory.reserve(orderId, lines);
      return { ...answer, shortages: shortages.map(shortageMessage) };
    },
    Ship: async (request) => {
      const { orderId } = checked(orderRequest, request);
      tagOrder(orderId);
      await inventory.ship(orderId);
      return {};
    },
    Release: async (request) => {
      const { orderId } = checked(orderRequest, request);
      tagOrder(orderId);
      await inventory.release(orderId);
      return {};
    },
    Restock: async (request) => {
      const { returnId, lines } = checked(restockRequest, request);
      await inventory.restock(returnId, lines);
      return {};
    },
  });
