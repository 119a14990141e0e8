import { createInterface } from 'node:readline';
import { startEvidence } from '@parley/evidence';
import {
  createGroup,
  destroyGroup,
  joinGroup,
  leaveGroup,
  openImpairment,
  openOutside,
  send,
  type Group,
  type Impaired,
} from '../transports';
import type { Opening, Said, Sending, Told } from './told';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** So often messages are sent where a rate is wanted. */
const sliceMs = 5;

async function sendAll(
  group: Group,
  { count: wanted, perSecond, size = 100, texts, diesAfter }: Sending,
): Promise<void> {
  const count = Math.min(wanted, diesAfter ?? wanted);
  const filler = 'x'.repeat(size);
  const one = (index: number) => send(group, texts?.[index] ?? filler);
  const began = performance.now();
  for (let index = 0; index < count;) {
    const due = perSecond === undefined ? count : Math.min(count, ((performance.now() - began) / 1000) * perSecond);
    const sent: Promise<void>[] = [];
    while (index < due && sent.length < 500) sent.push(one(index++));
    await Promise.all(sent);
    if (perSecond !== undefined && index < count) await pause(sliceMs);
  }
  if (diesAfter !== undefined) process.kill(process.pid, 'SIGKILL');
}

/** So many sends are under way at once in a flood. */
const lanes = 200;

async function flood(group: Group, forMs: number, size: number): Promise<number> {
  const body = 'x'.repeat(size);
  const until = performance.now() + forMs;
  let sent = 0;
  const lane = async () => {
    while (performance.now() < until) {
      await send(group, body);
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return sent;
}

/**
 * A process of a run: does as it is told on stdin, a line of JSON each, until its stdin ends or SIGTERM comes. Resolves
 * then, when it has closed.
 */
export async function playMember(): Promise<void> {
  const answer = (said: Said) => void process.stdout.write(`> ${JSON.stringify(said)}\n`);
  let group: Group | undefined;
  let faults: Impaired | undefined;
  let out: string | undefined;
  let delivered = 0;
  const met = new Set<string>();

  const open = async (opening: Opening): Promise<string> => {
    const { as, name, seed, impaired, evidence, run, ...rest } = opening;
    startEvidence({ ...(evidence !== undefined && { dir: evidence }), run, process: name });
    faults = openImpairment(seed, name);
    if (impaired) faults.set(impaired);
    const options = {
      ...rest,
      name,
      impaired: faults,
      deliver: () => void (delivered += 1),
      greeted: (other: string) => void met.add(other),
    };
    if (as === 'outside') {
      const outside = await openOutside(options);
      await outside.reached(5000);
      group = outside;
    } else group = as === 'joiner' ? await joinGroup(options) : await createGroup(options);
    void group.left.then((reason) => (out = reason));
    return group.address;
  };

  const carryOut = async (told: Told): Promise<Said> => {
    const { n } = told;
    if (told.do === 'open') return { n, address: await open(told.opening) };
    if (!group) return { n, error: 'not open' };
    if (told.do === 'send') await sendAll(group, told.sending);
    if (told.do === 'flood') {
      const [before, began] = [delivered, performance.now()];
      const sent = await flood(group, told.forMs, told.size);
      return { n, flood: { sent, delivered: delivered - before, ms: performance.now() - began } };
    }
    if (told.do === 'impair') faults!.set(told.impaired);
    if (told.do === 'cut') faults!.cut((from) => told.from.includes(from.split('~')[0]!));
    if (told.do === 'leave') await leaveGroup(group);
    if (told.do === 'destroy') await destroyGroup(group);
    if (told.do === 'close') await group.close();
    const { id, members } = group.view();
    const held = group.heldBack().map(({ message: { sender, inc, n: number }, by, reason, waitsFor }) => ({
      id: `${group!.name}/${sender.split('~')[0]}/${inc}/${number}`,
      by,
      reason,
      waitsFor,
    }));
    return {
      n,
      delivered,
      met: met.size,
      view: { id, members: [...members] },
      ...(out !== undefined && { out }),
      held,
      faults: faults!.counts(),
    };
  };

  const lines = createInterface({ input: process.stdin });
  const ended = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => lines.close());
    lines.on('close', resolve);
  });
  lines.on('line', (line) => {
    const told = JSON.parse(line) as Told;
    carryOut(told).then(answer, (error: unknown) =>
      answer({ n: told.n, error: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.stdout.write(`ready ${process.pid}\n`);
  await ended;
  await group?.close();
}
