import { startProcess } from '@parley/faults';
import { messagesOf, type Finding, type Message, type Show } from '@parley/roles';
import { partHere, startPart } from '@parley/staging';
import { openReceiver } from '../../rpc/receiver';
import { openGroup, type Policy } from '../group';

/** How long the slow member takes, in ms: much longer than a call to the others on a busy machine. */
const slowMs = 500;
const deadlineMs = 10_000;

/** Who of the members gave an answer, as its headers say: what the policies compare is the body. */
const byHeader = 'answered-by';

/** A member with a stock of its own; `differs` answers another number, `slow` takes its time. */
const serve = async (kind: string, signal: AbortSignal): Promise<void> => {
  let stock = 100;
  const reserve = async (request: Message): Promise<Message> => {
    stock -= 1;
    const body = Buffer.from(String(kind === 'differs' ? stock + 1000 : stock));
    if (kind === 'slow') await new Promise((resolve) => setTimeout(resolve, slowMs));
    return { ...request, headers: { ...request.headers, [byHeader]: kind }, body };
  };
  const place = {
    bind: ['tcp://127.0.0.1:0'],
    connect: [],
    name: kind,
    deadlineMs,
    credentials: 'right' as const,
  };
  const { addresses } = await openReceiver(place, { notify: async () => undefined, reserve, refused: () => undefined });
  process.stdout.write(`at ${addresses[0]}\n`);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
};

export const show: Show = {
  title: 'One call to three servers: all, first, majority, merge, and a back-up that takes over',
  rows: ['S13'],
  run: async ({ say, signal }) => {
    const here = partHere();
    if (here) return serve(here.part, signal).then(() => []);
    const children: ReturnType<typeof startProcess>[] = [];
    const addresses: string[] = [];
    for (const kind of ['primary', 'slow', 'differs']) {
      const child = startPart('rpc-multicast', 'policies', kind);
      children.push(child);
      addresses.push((await child.line(/^at /)).slice(3));
    }
    const group = await openGroup(addresses, deadlineMs);
    const findings: Finding[] = [];
    let seq = 0;
    const request = () => messagesOf('caller', { count: 1, from: (seq += 1) })[0]!;
    const timed = async (what: string, call: () => Promise<Message>) => {
      const from = performance.now();
      const { body, headers } = await call();
      const took = performance.now() - from;
      const [answer, by] = [body.toString(), headers[byHeader]];
      say(`${what.padEnd(10)} answered ${answer} after ${took.toFixed(1)} ms, the answer of “${by}”`);
      return { answer, took, by };
    };
    const by = (policy: Policy) => timed(policy, () => group.reserve(request(), policy));
    const finding = (says: string, measured: string, holds: boolean) => findings.push({ says, measured, holds });
    try {
      const all = await by('all');
      finding(
        'all: the slowest is waited for',
        `${all.answer} after ${all.took.toFixed(1)} ms`,
        // Timers may be early by a part of a millisecond.
        all.took >= slowMs - 5 && all.answer === '99',
      );
      const majority = await by('majority');
      finding(
        'majority: two of three agree, and the one that differs does not count',
        majority.answer,
        majority.answer === '98',
      );
      const merged = await timed('merge', () =>
        group.merged(request(), (results) => ({
          ...results[0]!,
          body: Buffer.from(results.map(({ body }) => body.toString()).join('+')),
        })),
      );
      finding('merge: the results of all as one', merged.answer, merged.answer === '97+97+1097');
      const first = await by('first');
      finding(
        `first: a quick one lets the caller go, before the slow one’s ${slowMs} ms are over`,
        `${first.answer} of “${first.by}” after ${first.took.toFixed(1)} ms`,
        first.by !== 'slow' && first.answer === (first.by === 'primary' ? '96' : '1096') && first.took < slowMs,
      );
      children[0]!.kill('SIGKILL');
      await children[0]!.exited;
      const taken = await by('primary');
      finding(
        'the primary is killed, and a back-up that executed everything answers in its place',
        `${taken.answer} of “${taken.by}”`,
        taken.answer === '95' && taken.by === 'slow',
      );
      return findings;
    } finally {
      await group.close();
      for (const child of children) child.kill('SIGKILL');
    }
  },
};
