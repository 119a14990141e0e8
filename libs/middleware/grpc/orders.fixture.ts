import type { OrdersDefinition } from '@parley/contracts/generated/parley/orders/v1/Orders';
import type { OrderEvent } from '@parley/contracts/generated/parley/orders/v1/OrderEvent';
import { grpcService, rpcError, type GrpcService, type Handlers } from './index';

export const ordersName = 'parley.orders.v1.Orders';

const refuse = async () => {
  throw rpcError('FAILED_PRECONDITION', 'not served in this test');
};

/** The order book's interface with the methods that a test needs. */
export const ordersService = (handlers: Partial<Handlers<OrdersDefinition>>): GrpcService =>
  grpcService<OrdersDefinition>(ordersName, {
    Place: refuse,
    Get: refuse,
    List: refuse,
    Cancel: refuse,
    PlaceReturn: refuse,
    GetReturn: refuse,
    Watch: async function* () {},
    ...handlers,
  });

/** An event of about `bytes` bytes. */
export const eventOf = (bytes: number): OrderEvent => ({ eventId: 'e', reason: 'x'.repeat(bytes) });
