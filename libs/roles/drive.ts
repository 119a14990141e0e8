import { createInterface } from 'node:readline';
import { kindOf } from '@parley/faults';
import { inject, span } from '@parley/tracing';
import { digestOf, noteOf, openApplication } from './application';
import type { Answer, Batch, Instruction, Outcome } from './instructions';
import type { Message, Place, Receiver, Sender, Stranger, StyleFolder } from './ports';

/** The messages of a batch, each with a body of its own that depends on its number. */
export const messagesOf = (sender: string, batch: Batch): Message[] =>
  Array.from({ length: batch.count }, (_, index) => {
    const seq = (batch.from ?? 1) + index;
    const size = batch.sizes?.[index % batch.sizes.length] ?? 100;
    return {
      id: `${sender}-${seq}`,
      sender,
      seq,
      ...(batch.key !== undefined && { key: batch.key }),
      type: batch.type ?? 'bytes',
      contentType: batch.contentType ?? 'application/octet-stream',
      headers: { ...batch.headers },
      body: batch.base64 !== undefined ? Buffer.from(batch.base64, 'base64') : Buffer.alloc(size, `${seq} `),
    };
  });

const failure = (id: string, ms: number, error: unknown): Outcome => ({
  id,
  ok: false,
  ms,
  kind: kindOf(error),
  typed: typeof error === 'object' && error !== null && 'kind' in error && error.kind === kindOf(error),
  ...(error instanceof Error && 'reason' in error && { reason: String(error.reason) }),
  message: error instanceof Error ? error.message : String(error),
});

/** One operation with everything around it that a history needs. */
async function operate(
  style: string,
  sender: Sender,
  operation: 'notify' | 'reserve',
  message: Message,
): Promise<Outcome> {
  const { id } = message;
  const spec = { name: `send ${style}`, kind: 'producer', style, channel: style } as const;
  return span(spec, async () => {
    Object.assign(message.headers, inject());
    noteOf(style, 'submitted', message, digestOf(message));
    const started = performance.now();
    const elapsed = () => Math.round((performance.now() - started) * 1000) / 1000;
    try {
      const call = sender[operation];
      if (!call) throw new Error(`${style} does not carry ${operation}`);
      const reply = await call(message);
      const outcome: Outcome = {
        id,
        ok: true,
        ms: elapsed(),
        ...(reply && { digest: String(reply.headers['in-reply-to']), same: reply.body.equals(message.body) }),
      };
      noteOf(style, 'returned', message, 'ok');
      return outcome;
    } catch (error) {
      const outcome = failure(id, elapsed(), error);
      noteOf(style, 'returned', message, kindOf(error));
      return outcome;
    } finally {
      // Who gets it later must not see what the caller does with its own buffer from here on.
      message.body.fill(0xee);
    }
  });
}

interface Driven {
  sender?: Sender;
  stranger?: Stranger;
  receiver?: Receiver;
}

/**
 * Plays one part of a style as it is told on stdin, a line of JSON an instruction, and answers on stdout; the first line
 * is `ready {…}`. Ends as SIGTERM or the end of stdin asks, after a close that drains.
 */
export async function driveRole(
  folder: StyleFolder,
  part: 'sender' | 'receiver' | 'middle' | 'stranger',
  place: Place,
) {
  const { id } = folder.style;
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const answer = (value: Answer) => print(`> ${JSON.stringify(value)}`);
  const desk = openApplication(id, () => undefined);
  const open: Driven = {};
  if (part === 'sender') open.sender = await (await folder.sender()).openSender(place);
  if (part === 'receiver') open.receiver = await (await folder.receiver()).openReceiver(place, desk.application);
  if (part === 'middle') open.receiver = await (await folder.middle!()).openMiddle(place);
  if (part === 'stranger') open.stranger = await (await folder.stranger!()).openStranger(place);

  let closing: Promise<void> | undefined;
  const close = () => (closing ??= (open.sender ?? open.receiver ?? open.stranger)!.close());

  const send = async (what: Extract<Instruction, { do: 'notify' | 'reserve' }>): Promise<Answer> => {
    const messages = messagesOf(place.name, what.messages);
    const one = (message: Message) => operate(id, open.sender!, what.do, message);
    const outcomes: Outcome[] = [];
    if (what.pipelined) outcomes.push(...(await Promise.all(messages.map(one))));
    else for (const message of messages) outcomes.push(await one(message));
    if (what.then === 'kill') process.kill(process.pid, 'SIGKILL');
    if (what.then === 'exit') process.exit(0);
    return { n: what.n, outcomes };
  };

  const carryOut = async (what: Instruction): Promise<Answer> => {
    const { n } = what;
    if (what.do === 'notify' || what.do === 'reserve') return send(what);
    if (what.do === 'behave') desk.behave(what.how);
    if (what.do === 'release') desk.release();
    if (what.do === 'say') await open.stranger!.say(Buffer.from(what.base64, 'base64'));
    if (what.do === 'close') await close();
    if (what.do === 'memory') return { n, bytes: process.memoryUsage().rss };
    return { n };
  };

  const lines = createInterface({ input: process.stdin });
  const end = () => {
    lines.close();
    void close();
  };
  process.once('SIGTERM', end);
  lines.on('close', end);
  lines.on('line', (line) => {
    const what = JSON.parse(line) as Instruction;
    carryOut(what).then(answer, (error) =>
      answer({ n: what.n, error: error instanceof Error ? error.message : String(error) }),
    );
  });
  const addresses = (open.sender ?? open.receiver ?? open.stranger)?.addresses ?? [];
  print(`ready ${JSON.stringify({ style: id, role: part, addresses, pid: process.pid })}`);
}
