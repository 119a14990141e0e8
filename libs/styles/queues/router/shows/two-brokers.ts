import { encode } from '@parley/marshalling';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import { onRabbitmq } from '@parley/brokers';
import type { Finding, Outcome, Seen, Show } from '@parley/roles';
import { openCast, table, until } from '@parley/staging';
import { setUp } from '../setup';
import { hosts, logOf, routers } from '../topology';

const open = onRabbitmq('amqpUrl');
const body = encode('parley.orders.v1.OrderEvent', { country: 'Norway', gross: 500 }, 'application/json');
const order = { base64: body.body.toString('base64'), contentType: body.contentType, type: body.type };
const isOk = (outcomes: Outcome[]) => outcomes.filter(({ ok }) => ok).length;

/** Host A on one broker, host B on another, a router of each; both routers down, then B's broker killed. */
export const show: Show = {
  title: 'From host to router to router to host, over two brokers',
  rows: ['S24'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const near = await open();
    const far = await open({ mortal: true }).catch(async (error: unknown) => {
      await near.close();
      throw error;
    });
    const [a = '', b = ''] = [near.connect('sender', 0)[0], far.connect('receiver', 0)[0]];
    const cast = openCast(out);
    const onA = await connectRabbit({ url: a, name: 'onlooker', log: () => undefined });
    const onB = await connectRabbit({ url: b, name: 'onlooker', log: () => undefined });
    try {
      await setUp({ connect: [a, b], receivers: [] });
      const sender = await cast.start('router', 'sender', 'host-a', { connect: a });
      const down = await sender.send({ count: 10, ...order });
      const inSend = await onA.depth(hosts.a.send);
      say(`both routers down: ${isOk(down)} of 10 are put, ${inSend} are in the send queue of host A.`);

      for (const router of Object.keys(routers)) await cast.start('router', router, router, { connect: [a, b] });
      const receiver = await cast.start('router', 'receiver', 'host-b', { connect: b });
      await cast.until(() => cast.got(receiver, down).length >= 10);
      say(`the routers are up: ${cast.got(receiver, down).length} are at host B.`);

      const restarting = far.broker!.restart('SIGKILL');
      const killed = await sender.send({ count: 10, ...order });
      say(`the broker of host B was killed: ${isOk(killed)} of 10 more are put.`);
      await restarting;
      await cast.until(() => new Set(cast.got(receiver, killed)).size >= 10, 20_000);
      const all = [...down, ...killed];
      const arrived = [...new Set(cast.got(receiver, all))];
      const inOrder = arrived.join() === all.map(({ id }) => id).join();
      say(
        `it is back: ${arrived.length} of 20 are at host B, ${cast.got(receiver, all).length - arrived.length} of them twice.\n`,
      );

      const seen = cast.seen('delivered', receiver, new Set(arrived)).map(({ note }) => JSON.parse(note!) as Seen);
      const formats = [...new Set(seen.map(({ contentType }) => contentType))].join(', ');
      const [outward, inward] = [routers['router-a']![0]!, routers['router-b']![0]!];
      const logs = [await onA.depth(logOf(outward)), await onB.depth(logOf(inward))];
      for (const line of table(
        ['hop', 'from', 'to', 'in its log'],
        [
          ['router-a', outward.takes, outward.passes.b!.queue, logs[0]!],
          ['router-b', inward.takes, inward.passes.b!.queue, logs[1]!],
        ],
      ))
        say(line);

      const stray = { exchange: hosts.a.send, routingKey: 'host-z', type: '', contentType: '', messageId: 'stray' };
      await onA.publisher().publish({ ...stray, body: Buffer.from('') });
      await until(async () => (await onA.depth(`${hosts.a.send}.dead`)) === 1);
      const [dead] = await onA.deadLetters.show(hosts.a.send, 1);

      // The same without a process of ours: RabbitMQ moves from queue to queue itself.
      const [from, to] = ['parley.router.shovelled', 'parley.router.shovelled.there'];
      const shovel = {
        'src-protocol': 'amqp091',
        'src-uri': a,
        'src-queue': from,
        'dest-protocol': 'amqp091',
        'dest-uri': b,
        'dest-queue': to,
      };
      await near.manage('PUT', `parameters/shovel/${near.vhost}/to-b`, { value: shovel });
      // The shovel makes both queues, one broker after the other.
      await until(async () => (await onA.depth(from).catch(() => -1)) === 0);
      await until(async () => (await onB.depth(to).catch(() => -1)) === 0);
      const put = { exchange: '', routingKey: from, type: '', contentType: '', body: Buffer.from('by shovel') };
      for (let n = 1; n <= 5; n++) await onA.publisher().publish({ ...put, messageId: `shovelled-${n}` });
      await until(async () => (await onB.depth(to)) === 5);
      const shovelled = await onB.depth(to);
      say(
        `\na shovel, RabbitMQ’s own router: ${shovelled} of 5 went from broker to broker; it keeps no log and converts nothing.`,
      );
      return [
        {
          says: 'a put succeeds with both routers down',
          measured: `${isOk(down)} of 10, ${inSend} in the send queue`,
          holds: isOk(down) === 10 && inSend === 10,
        },
        {
          says: 'and with the other host’s broker dead',
          measured: `${isOk(killed)} of 10`,
          holds: isOk(killed) === 10,
        },
        {
          says: 'all of it arrives, in order',
          measured: `${arrived.length} of 20, ${inOrder ? 'in order' : 'out of order'}`,
          holds: inOrder,
        },
        { says: 'each hop has a log', measured: logs.join(' and '), holds: logs.every((count) => count >= 20) },
        {
          says: 'the gateway converts for its host',
          measured: `${body.contentType} was sent, ${formats} is read`,
          holds: formats === 'application/xml',
        },
        {
          says: 'a host that nobody knows: a dead letter at the router',
          measured: `${dead?.messageId}: ${dead?.reason}`,
          holds: dead?.reason === 'no-route',
        },
        { says: 'a shovel does the moving alone', measured: `${shovelled} of 5`, holds: shovelled === 5 },
      ];
    } finally {
      await Promise.all([onA.close(), onB.close()]);
      await cast.close();
      await far.close();
      await near.close();
    }
  },
};
