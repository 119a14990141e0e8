import { openProxy } from '@parley/faults';
import { openCast, pause } from '@parley/staging';
import {
  answeredAt,
  costOf,
  deadlineMs,
  endOf,
  kill,
  longMs,
  noted,
  seenOf,
  startDeck,
  targetOf,
  toldOf,
  type Compared,
} from './compared';

const free = 'tcp://127.0.0.1:0';
const silence = { type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } } as const;

/** The deck's client has asked, the server is killed before its answer is out, and started again. */
async function ofTheDeck(style: string, mark: string) {
  const server = await startDeck(style, 'server', { bind: free });
  let heard = () => {};
  const asked = new Promise<void>((resolve) => (heard = resolve));
  let toxic: string | undefined;
  const toServer = (chunk: Buffer) => {
    if (toxic === undefined && chunk.includes(mark)) {
      toxic = proxy.addToxic(silence);
      heard();
    }
    return chunk;
  };
  const proxy = await openProxy({ carrier: 'tcp', target: targetOf(server.address), tap: { toServer } });
  const client = await startDeck(style, 'client', { connect: `tcp://127.0.0.1:${proxy.port}` });
  await asked;
  // It shall have the question: what is lost is the answer.
  await pause(200);
  await kill(server);
  proxy.removeToxic(toxic!);
  const again = await startDeck(style, 'server', { bind: server.address });
  const end = await endOf(client);
  const answers = client.printed();
  await kill(client, again);
  await proxy.close();
  return { end, answers };
}

/** The same with our client and our server. */
async function ofOurs(style: string, out: string) {
  const cast = openCast(out);
  try {
    const server = await cast.start(style, 'server', 'server', { bind: free });
    const proxy = await openProxy({ carrier: 'tcp', target: targetOf(server.address) });
    const connect = `tcp://127.0.0.1:${proxy.port}`;
    const client = await cast.start(style, 'client', 'client', { connect, deadlineMs });
    await answeredAt(client);
    const id = `client-${client.next}`;
    const toxic = proxy.addToxic(silence);
    const asking = client.send({ op: 'reserve', count: 1 });
    await cast.until(() => noted(cast, 'processed', id), longMs);
    await server.kill();
    const [struck] = await asking;
    proxy.removeToxic(toxic);
    await cast.start(style, 'server', 'again', { bind: server.address });
    const next = await answeredAt(client);
    await proxy.close();
    return { struck: struck!, next };
  } finally {
    await cast.close();
  }
}

/** `mark`: what is in the deck's question, on the wire. */
export async function killedInMidRun(
  out: string,
  { style, program, mark }: { style: string; program: string; mark: string },
): Promise<Compared> {
  const [{ end, answers }, { struck, next }] = await Promise.all([ofTheDeck(style, mark), ofOurs(style, out)]);
  return {
    program,
    fault: 'server killed before it answers, started again',
    deck: seenOf(answers, end),
    loses: answers.length === 0,
    ours: `${toldOf(struck)}; then attempt ${next ?? 'none'} answered`,
    bears: !struck.ok && struck.kind === 'unknown' && next !== undefined,
    saves: costOf(end),
  };
}
