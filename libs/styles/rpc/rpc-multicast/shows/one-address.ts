import { startProcess } from '@parley/faults';
import { openDatagram } from '@parley/middleware/datagram';
import { messagesOf, type Finding, type Message, type Show } from '@parley/roles';
import { partHere, startPart, until } from '@parley/staging';
import { groupAddressOf, readCall } from '../datagrams';
import { addressesOf, openGroup, type Directory } from '../group';
import { openReceiver } from '../receiver';

/** A server of the stock, reached by an address of its own and by its group’s; `differs` answers another number. */
const serve = async (kind: string, group: string, signal: AbortSignal): Promise<void> => {
  let stock = 100;
  const reserve = async (request: Message): Promise<Message> => {
    stock -= 1;
    return { ...request, body: Buffer.from(String(kind === 'differs' ? stock + 1000 : stock)) };
  };
  const application = { notify: async () => undefined, reserve, refused: () => undefined };
  const place = { name: kind, connect: [], deadlineMs: 2000, credentials: 'right' } as const;
  const at = async (address: string) =>
    (await openReceiver({ ...place, bind: [address], connect: [] }, application)).addresses[0];
  process.stdout.write(`at ${await at('tcp://127.0.0.1:0')} ${await at(group)}\n`);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
};

/** The caller: it names one service, and cannot tell by which way it is called. */
const caller = async (directory: Directory, name: string) => {
  const stock = await openGroup(addressesOf('stock', directory), 4000);
  let seq = 0;
  const request = () => messagesOf(name, { count: 1, from: (seq += 1) })[0]!;
  const told = ({ body }: Message) => body.toString();
  const text = (error: Error) => error.name;
  return {
    all: (withinMs = 4000) => stock.reserve(request(), 'all', withinMs).then(told, text),
    majority: () => stock.reserve(request(), 'majority').then(told, text),
    first: () => stock.reserve(request(), 'first').then(told, text),
    merge: () =>
      stock
        .merged(request(), (results) => ({ ...results[0]!, body: Buffer.from(results.map(told).sort().join('+')) }))
        .then(told, text),
    close: stock.close,
  };
};

/**
 * The four answers while each server has executed `before` calls; of `first` and `all` any server’s may be the one. `all`
 * comes last: when it is back, every server has executed all four.
 */
const asExpected = (before: number, { first, majority, merge, all }: Record<string, string>): boolean => {
  const after = (n: number) => [`${100 - before - n}`, `${1100 - before - n}`];
  const [agreed, other] = after(3);
  const merged = [agreed, agreed, other].sort().join('+');
  return after(1).includes(first!) && majority === after(2)[0] && merge === merged && after(4).includes(all!);
};

export const show: Show = {
  title:
    'One name, called by the same code: a list of servers, or one address of IP multicast to which a call is sent once',
  rows: ['S13'],
  run: async ({ say, signal }) => {
    const here = partHere();
    if (here) return serve(here.part, here.told[0]!, signal).then(() => []);
    const children: ReturnType<typeof startProcess>[] = [];
    const list: string[] = [];
    let group = `udp://239.77.${(process.pid >> 8) & 255}.${process.pid & 255}:0`;
    for (const kind of ['agrees', 'agrees', 'differs']) {
      const child = startPart('rpc-multicast', 'one-address', kind, group);
      children.push(child);
      const [, own = '', joined = ''] = (await child.line(/^at /)).split(' ');
      list.push(own);
      group = joined;
    }
    // One more member of the group, which answers nothing: what it hears is what was sent.
    const heard: string[] = [];
    const ear = await openDatagram(
      { bind: group, interface: groupAddressOf(group).interfaceAddress },
      (bytes) => void heard.push(readCall(bytes).message.id),
    );
    const byList = await caller({ stock: list }, 'by-list');
    const byAddress = await caller({ stock: [`${group}?members=3`] }, 'by-address');
    const findings: Finding[] = [];
    const found = (says: string, measured: string, holds: boolean) => findings.push({ says, measured, holds });
    try {
      const answers: Record<string, string>[] = [];
      for (const [way, { first, majority, merge, all }] of [
        ['a list', byList],
        ['one address', byAddress],
      ] as const) {
        const four = { first: await first(), majority: await majority(), merge: await merge(), all: await all() };
        answers.push(four);
        say(
          `stock by ${way.padEnd(11)}  ${Object.entries(four)
            .map((one) => one.join(' '))
            .join(', ')}`,
        );
      }
      const told = (index: number) => Object.values(answers[index]!).join(', ');
      found('by a list of three: first, majority, merge and all', told(0), asExpected(0, answers[0]!));
      found('the same caller by one address: the same policies', told(1), asExpected(4, answers[1]!));
      await until(() => heard.length >= 4);
      found(
        'to the address each call is sent once, and every server executes it; by the list nothing goes there',
        heard.join(', '),
        heard.join() === [1, 2, 3, 4].map((n) => `by-address-${n}`).join(),
      );
      children[0]!.kill('SIGKILL');
      await children[0]!.exited;
      const [two, most] = [await byAddress.all(1500), await byAddress.first()];
      found(
        'one is killed: a call that wants all has no known outcome; one that wants the first is answered',
        `all: ${two}, first: ${most}`,
        two === 'OutcomeUnknown' && ['90', '1090'].includes(most),
      );
      return findings;
    } finally {
      await Promise.all([byList.close(), byAddress.close(), ear.close()]);
      for (const child of children) child.kill('SIGKILL');
    }
  },
};
