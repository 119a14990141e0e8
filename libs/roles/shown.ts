import { once } from 'node:events';
import { OutcomeUnknown } from '@parley/faults';
import { inject, span } from '@parley/tracing';
import type { Role } from '@parley/taxonomy';
import { openApplication } from './application';
import { messagesOf } from './drive';
import type { Message, Place, Sender, StyleFolder } from './ports';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const ready = (style: string, role: string) => (addresses: string[]) =>
  say(`ready ${JSON.stringify({ style, role, addresses })}`);

const stopped = (): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
};

const ended = (signal: AbortSignal) =>
  new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));

const timed = async (what: string, call: () => Promise<unknown>): Promise<void> => {
  const started = performance.now();
  const end = (text: string) => say(`${what}: ${text} after ${(performance.now() - started).toFixed(1)} ms`);
  await call().then(
    () => end('returned'),
    (error: Error) => end(`${error.name}: ${error.message}`),
  );
};

async function showSender(style: string, sender: Sender, { name }: Place, count: number, signal: AbortSignal) {
  const { notify, reserve } = sender;
  const each = async (operation: string, call: ((message: Message) => Promise<unknown>) | undefined) => {
    for (const message of call ? messagesOf(`${name}-${operation}`, { count }) : []) {
      if (signal.aborted) return;
      await span({ name: `send ${style}`, kind: 'producer', style, channel: style }, async () => {
        Object.assign(message.headers, inject());
        await timed(`${operation} ${message.id}`, () => call!(message));
      });
    }
  };
  await each('notify', notify);
  await each('reserve', reserve);
}

/**
 * One role for people to look at: the deck's program where there is one and `ours` is not asked for, else our sender or
 * receiver. The deck's program gives up at the deadline where `givesUp`. First line `ready {…}`, then what it sees. Our sender, told to `wait`, begins when a line comes on stdin. Resolves when the program ends, or when SIGTERM has been obeyed.
 */
export async function showRole(
  folder: StyleFolder,
  role: Role,
  place: Place,
  {
    ours,
    count,
    wait,
    givesUp,
    args,
  }: { ours: boolean; count: number; wait: boolean; givesUp: boolean; args: string[] },
): Promise<void> {
  const { id } = folder.style;
  const signal = stopped();
  const announce = ready(id, role.name);
  const program = ours ? undefined : (await folder.deck?.())?.deck[role.name];
  if (program) {
    const patience = givesUp ? AbortSignal.timeout(place.deadlineMs) : undefined;
    await program({
      ...place,
      ready: announce,
      say,
      signal: patience ? AbortSignal.any([signal, patience]) : signal,
      args,
    });
    if (patience?.aborted && !signal.aborted)
      throw new OutcomeUnknown(`it had not ended after ${place.deadlineMs} ms, its deadline`);
    return;
  }
  if (role.part === 'sender') {
    const sender = await (await folder.sender()).openSender(place);
    announce(sender.addresses);
    if (wait) await Promise.race([once(process.stdin, 'data'), ended(signal)]);
    // A file, as /dev/null is, has no such thing.
    (process.stdin as Partial<typeof process.stdin>).unref?.();
    await showSender(id, sender, place, count, signal);
    return sender.close();
  }
  const { application } = openApplication(id, say);
  const open =
    role.part === 'middle'
      ? await (await folder.middle!()).openMiddle(place)
      : await (await folder.receiver()).openReceiver(place, application);
  announce(open.addresses);
  await ended(signal);
  await open.close();
}
