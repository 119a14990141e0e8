import { connectRabbit, type Delivery } from '@parley/middleware/rabbitmq';
import { until } from '@parley/staging';
import { queueOnly, takenOut } from './taken-out';

/** Messages whose number is less than that of one that came before them. */
export const inversions = (numbers: number[]): number => {
  let most = 0;
  return numbers.filter((number) => (most = Math.max(most, number)) !== number).length;
};

const besides = { from: 'parley.careless', to: 'parley.careless.there' };

/** What a router is without its care: takes several at once and puts each, again and again until it is put. */
export async function openCareless(near: string, far: string) {
  const log = () => undefined;
  const a = await connectRabbit({ url: near, name: 'careless', topology: queueOnly(besides.from), log });
  const b = await connectRabbit({ url: far, name: 'careless', topology: queueOnly(besides.to), log });
  const there = b.publisher({ deadlineMs: 500 });
  const about = { exchange: '', type: '', contentType: '' };
  const options = { queue: besides.from, prefetch: 64, attempts: 1000, backoffMs: 20, timeoutMs: 0 };
  const put = ({ messageId, body }: Delivery) => there.publish({ ...about, routingKey: besides.to, messageId, body });
  await a.consume(options, put).ready;
  const here = a.publisher();
  return {
    send: (number: number) =>
      here.publish({
        ...about,
        routingKey: besides.from,
        messageId: `careless-${number}`,
        body: Buffer.from(`${number}`),
      }),
    /** The numbers in the order in which they came first. */
    arrived: async (count: number): Promise<number[]> => {
      await until(async () => (await b.depth(besides.to)) >= count, 20_000);
      return [...new Set((await takenOut(b, besides.to)).map(({ body }) => Number(body.toString())))];
    },
    close: async () => {
      await a.close();
      await b.close();
    },
  };
}
