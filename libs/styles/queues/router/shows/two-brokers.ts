import { encode } from '@parley/marshalling';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import { onRabbitmq } from '@parley/brokers';
import type { Finding, Outcome, Seen, Show } from '@parley/roles';
import { openCast, table, until } from '@parley/staging';
import { inversions, openCareless } from '../../shown/careless';
import { federate } from '../../shown/federated';
import { takenOut } from '../../shown/taken-out';
import { setUp } from '../setup';
import { hosts, logOf, routers } from '../topology';

const open = onRabbitmq('amqpUrl');
const body = encode('parley.orders.v1.OrderEvent', { country: 'Norway', gross: 500 }, 'application/json');
const order = { base64: body.body.toString('base64'), contentType: body.contentType, type: body.type };
/** Put while the broker of host B dies. */
const stream = 1000;
/** The same by a router that takes no care. */
const few = 400;
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
      const timesOf = () =>
        cast
          .history()
          .flatMap(({ event, process, mono }) =>
            event === 'delivered' && process === receiver.name ? [Number(mono) / 1e6] : [],
          );
      await cast.until(() => cast.got(receiver, down).length >= 10);
      say(`the routers are up: ${cast.got(receiver, down).length} are at host B.`);

      const careless = await openCareless(a, b);
      const sendBeside = async (): Promise<void> => {
        for (let number = 1; number <= few; number += 1) await careless.send(number);
      };
      // One after the other, so that they are still coming when it dies.
      const sending = sender.send({ count: stream, pipelined: false, ...order });
      await cast.until(() => timesOf().length > down.length);
      const restarting = far.broker!.restart('SIGKILL');
      const beside = sendBeside();
      const killed = await sending;
      say(`the broker of host B was killed among ${stream} more: ${isOk(killed)} are put.`);
      await restarting;
      await beside;
      await cast.until(() => new Set(cast.got(receiver, killed)).size >= stream, 20_000);
      const all = [...down, ...killed];
      const arrivals = cast.got(receiver, all);
      const arrived = [...new Set(arrivals)];
      const shuffled = inversions(await careless.arrived(few));
      await careless.close();
      const times = timesOf().sort((one, other) => one - other);
      const gaps = times.slice(1).map((time, n) => time - times[n]!);
      const before = gaps.indexOf(Math.max(...gaps)) + 1;
      const inOrder = arrived.join() === all.map(({ id }) => id).join();
      say(
        `it is back: ${arrived.length} of ${all.length} are at host B, ${before} of them before it died, ${arrivals.length - arrived.length} twice.\n`,
      );

      const seen = cast.seen('delivered', receiver, new Set(arrived)).map(({ note }) => JSON.parse(note!) as Seen);
      const formats = [...new Set(seen.map(({ contentType }) => contentType))].join(', ');
      const [outward, inward] = [routers['router-a']![0]!, routers['router-b']![0]!];
      const logs = [await takenOut(onA, logOf(outward)), await takenOut(onB, logOf(inward))];
      const missing = logs.map((log) => all.filter(({ id }) => !log.some(({ messageId }) => messageId === id)).length);
      const logFormats = logs.map((log) => [...new Set(log.map(({ contentType }) => contentType))].join(', '));
      for (const line of table(
        ['hop', 'from', 'to', 'in its log'],
        [
          ['router-a', outward.takes, outward.passes.b!.queue, logs[0]!.length],
          ['router-b', inward.takes, inward.passes.b!.queue, logs[1]!.length],
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
      const federated = await federate(near, far);
      say(
        `a federated queue: ${federated.here} lie here and ${federated.there} there, until somebody takes there: ${federated.taken} of 5.`,
      );
      return [
        {
          says: 'a put succeeds with both routers down',
          measured: `${isOk(down)} of 10, ${inSend} in the send queue`,
          holds: isOk(down) === 10 && inSend === 10,
        },
        {
          says: 'and with the other host’s broker dead',
          measured: `${isOk(killed)} of ${stream}`,
          holds: isOk(killed) === stream,
        },
        {
          says: 'all of it arrives, in order, though the broker died among them; by a router that only tries again it does not',
          measured: `${before} before, ${arrived.length} of ${all.length} in all, ${inOrder ? 'in order' : 'out of order'}; ${shuffled} of ${few} out of order`,
          holds: inOrder && before > down.length && before < all.length && shuffled > 0,
        },
        {
          says: 'each hop has a log: everything that went over it, as it came to it',
          measured: `${logs.map((log, n) => `${log.length} in ${logFormats[n]}`).join(' and ')}; ${missing.join(' and ')} missing`,
          holds: missing.every((count) => count === 0) && logFormats.every((format) => format === body.contentType),
        },
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
        {
          says: 'a federated queue moves only what somebody takes at the other broker',
          measured: `${federated.here} here and ${federated.there} there; then ${federated.taken} taken there`,
          holds: federated.here === 5 && federated.there === 0 && federated.taken === 5,
        },
      ];
    } finally {
      await Promise.all([onA.close(), onB.close()]);
      await cast.close();
      await far.close();
      await near.close();
    }
  },
};
