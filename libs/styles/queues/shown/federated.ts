import type { RabbitGround } from '@parley/brokers';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import { pause, until } from '@parley/staging';
import { queueOnly } from './taken-out';

/**
 * The same queue on two brokers, the second one's federated with the first one's: what is put into the one is there for
 * those who take from the other, once somebody does.
 */
export async function federate(near: RabbitGround, far: RabbitGround) {
  const queue = 'parley.router.federated';
  const [from = '', to = ''] = [near.connect('show', 0)[0], far.connect('show', 0)[0]];
  const a = await connectRabbit({ url: from, name: 'federated', topology: queueOnly(queue) });
  const b = await connectRabbit({ url: to, name: 'federated', topology: queueOnly(queue) });
  try {
    await far.manage('PUT', `parameters/federation-upstream/${far.vhost}/near`, { value: { uri: from } });
    const policy = { pattern: `^${queue}$`, definition: { 'federation-upstream': 'near' }, 'apply-to': 'queues' };
    await far.manage('PUT', `policies/${far.vhost}/federated`, policy);
    const put = { exchange: '', routingKey: queue, type: '', contentType: '', body: Buffer.from('federated') };
    let [sent, taken] = [0, 0];
    const send = () => a.publisher().publish({ ...put, messageId: `federated-${(sent += 1)}` });
    const take = () => b.consume({ queue, prefetch: 5 }, async () => void (taken += 1));
    // One first: then the link between the two is up.
    const early = take();
    await send();
    await until(() => taken === 1, 15_000);
    await early.drain();
    for (let n = 1; n <= 5; n++) await send();
    await pause(500);
    const [here, there] = [await a.depth(queue), await b.depth(queue)];
    await take().ready;
    await until(() => taken === 6, 10_000).catch(() => undefined);
    return { here, there, taken: taken - 1 };
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
}
