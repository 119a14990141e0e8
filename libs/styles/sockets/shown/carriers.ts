import { openProxy } from '@parley/faults';
import type { Cast } from '@parley/staging';
import { fateOf } from './numbers';

/** How one carrier behaves where the network, or the other side, does not do what one would wish. */
export interface Behaviour {
  /** What a sender was told when nobody was there. */
  alone: string;
  /** Of 100 through a link of uneven delay: those that came after one sent later. */
  overtaken: number;
  /** A request's time: the least of three as it is, and one with 150 ms more each way. */
  quickMs: number;
  slowMs: number;
  /** Of 300 large notices to a receiver that stands still: sends that returned well, and what of those came in the end. */
  letGo: number;
  came: number;
}

const numberOf = (id: string): number => Number(id.split('-').at(-1));

async function behaviourOf(cast: Cast, carrier: 'tcp' | 'udp'): Promise<Behaviour> {
  const receiver = await cast.start(carrier, 'server', `${carrier}-receiver`, { bind: `${carrier}://127.0.0.1:0` });
  const [host, port] = receiver.address.split('/').at(-1)!.split(':') as [string, string];
  const proxy = await openProxy({ carrier, target: { host, port: Number(port) }, seed: 4 });
  const connect = `${carrier}://127.0.0.1:${proxy.port}`;
  const sender = await cast.start(carrier, 'client', `${carrier}-sender`, { connect });
  const quick = await sender.send({ op: 'reserve', count: 3, pipelined: false });

  const ways = ['upstream', 'downstream'] as const;
  const slow = ways.map((stream) => proxy.addToxic({ type: 'latency', stream, attributes: { latency: 150 } }));
  const [late] = await sender.send({ op: 'reserve', count: 1 });
  for (const name of slow) proxy.removeToxic(name);

  const uneven = proxy.addToxic({ type: 'latency', stream: 'upstream', attributes: { latency: 20, jitter: 20 } });
  const numbered = await sender.send({ count: 100, pipelined: false });
  await cast.until(() => cast.got(receiver, numbered).length === numbered.length);
  const first = numberOf(numbered[0]!.id);
  const came = cast.got(receiver, numbered).map((id) => numberOf(id) - first + 1);
  proxy.removeToxic(uneven);

  const direct = await cast.start(carrier, 'client', `${carrier}-direct`, {
    connect: receiver.address,
    deadlineMs: 1500,
  });
  await direct.send({ count: 1 });
  receiver.freeze();
  const burst = await direct.send({ count: 300, sizes: [59_000] });
  receiver.thaw();
  const letGo = burst.filter(({ ok }) => ok);
  if (carrier === 'tcp') await cast.until(() => cast.got(receiver, letGo).length === letGo.length);
  await cast.quiet();
  const arrived = cast.got(receiver, letGo).length;

  await cast.end([receiver]);
  const lonely = await cast.start(carrier, 'client', `${carrier}-lonely`, { connect: receiver.address });
  const [alone] = await lonely.send({ count: 1 });
  await cast.end([sender, direct, lonely]);
  await proxy.close();
  return {
    alone: alone!.ok ? 'sent' : alone!.kind,
    overtaken: fateOf(100, came).overtaken.length,
    quickMs: Math.min(...quick.map(({ ms }) => ms)),
    slowMs: late!.ms,
    letGo: letGo.length,
    came: arrived,
  };
}

/** Both carriers under the same: through the fault proxy, and with a receiver that stands still or is not there. */
export async function carriers(cast: Cast): Promise<{ tcp: Behaviour; udp: Behaviour }> {
  const [tcp, udp] = await Promise.all([behaviourOf(cast, 'tcp'), behaviourOf(cast, 'udp')]);
  return { tcp, udp };
}
