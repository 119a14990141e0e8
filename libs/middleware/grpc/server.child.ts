import { rpcError, serveGrpc } from './index';
import { ordersService } from './orders.fixture';

/** An order book in a process of its own: answers, streams for ever, can be frozen and killed. */
const main = async () => {
  const ticks = async function* () {
    for (let n = 1; ; n++) {
      yield { sequence: `${n}` };
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const service = ordersService({
    Get: async ({ orderId }) => {
      if (orderId === 'unknown') throw rpcError('NOT_FOUND', 'no such order');
      return { order: { orderId } };
    },
    Watch: ticks,
  });
  const { port } = await serveGrpc({ address: '127.0.0.1:0', services: [service], serving: true });
  console.log(JSON.stringify({ event: 'listening', port }));
};

void main();
