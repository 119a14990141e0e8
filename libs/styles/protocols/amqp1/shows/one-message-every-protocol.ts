import type { Finding, Show } from '@parley/roles';
import { table, until } from '@parley/staging';
import type { Carried } from '../../envelope';
import { ends, protocols, type Protocol } from '../../shown/any';
import { openOneVhost } from '../../shown/one-vhost';

const sent = {
  type: 'notice',
  contentType: 'application/json',
  headers: { colour: 'żółty' },
  body: Buffer.from(JSON.stringify({ sku: '85123A', quantity: 6 })),
};

/** What the headers of an AMQP 1.0 message become for the others: bytes that only its own plug-in reads. */
const sealed = 'x-amqp-1.0-app-properties';

interface Cell {
  from: Protocol;
  to: Protocol;
  body: boolean;
  contentType: boolean;
  id: boolean;
  type: string | undefined;
  header: boolean;
  sealed: boolean;
  /** Headers that nobody has put in. */
  more: string[];
}

const cellOf = (from: Protocol, to: Protocol, id: string, got: Carried): Cell => ({
  from,
  to,
  body: got.body.equals(sent.body),
  contentType: got.contentType === sent.contentType,
  id: got.id === id,
  type: got.type || undefined,
  header: got.headers.colour === sent.headers.colour,
  sealed: sealed in got.headers,
  more: Object.keys(got.headers).filter((name) => name !== 'colour' && !name.startsWith('x-amqp-1.0-')),
});

async function measured(): Promise<Cell[]> {
  const { addresses, close } = await openOneVhost();
  const inbox: Record<string, Carried[]> = {};
  const opened: { name: Protocol; put(message: Carried): Promise<void>; close(): Promise<void> }[] = [];
  try {
    for (const name of protocols) {
      const { address, open } = ends[name];
      const got = (message: Carried) => void (inbox[name] ??= []).push(message);
      opened.push({ name, ...(await open(addresses[address], got)) });
    }
    const cells: Cell[] = [];
    for (const { name: from, put } of opened) {
      const id = `put-by-${from}`;
      await put({ ...sent, id });
      await until(() => protocols.every((name) => inbox[name]?.length === 1));
      for (const to of protocols) cells.push(cellOf(from, to, id, inbox[to]!.pop()!));
    }
    return cells;
  } finally {
    await Promise.all(opened.map((one) => one.close()));
    await close();
  }
}

const kept = (cell: Cell): string => {
  const lost = [!cell.contentType && 'content type', !cell.id && 'id', !cell.header && 'headers'].filter(Boolean);
  if (lost.length === 3) return 'body';
  return lost.length === 0 ? 'all' : `all but ${lost.join(', ')}`;
};

const ways = (cells: Cell[]): string => cells.map(({ from, to }) => `${from} → ${to}`).join(', ');
const isMqtt = ({ from, to }: Cell): boolean => from === 'MQTT' || to === 'MQTT';

/** Who reads the other's headers, as measured; everybody else does not. */
const readers = ['AMQP 0-9-1 AMQP 0-9-1', 'AMQP 0-9-1 STOMP', 'AMQP 1.0 AMQP 1.0', 'STOMP AMQP 0-9-1', 'STOMP STOMP'];

const findingsOf = (cells: Cell[]): Finding[] => {
  const withHeader = cells.filter(({ header }) => header);
  const withMeta = cells.filter(({ contentType, id }) => contentType && id);
  const withSealed = cells.filter((cell) => cell.sealed);
  const retyped = cells.filter(({ type }) => type !== undefined && type !== sent.type);
  const own = cells.find(({ from, to }) => from === 'STOMP' && to === 'AMQP 0-9-1')!;
  return [
    {
      says: 'a message put by one protocol is got by every other, its body byte for byte',
      measured: `${cells.filter(({ body }) => body).length} of ${cells.length} ways`,
      holds: cells.length === 16 && cells.every(({ body }) => body),
    },
    {
      says: 'content type and id go along everywhere but by MQTT 3.1.1, which has no place for them',
      measured: `${withMeta.length} ways; none with MQTT: ${withMeta.every((cell) => !isMqtt(cell))}`,
      holds: cells.every((cell) => (cell.contentType && cell.id) === !isMqtt(cell)),
    },
    {
      says: 'the application’s headers go between AMQP 0-9-1 and STOMP; AMQP 1.0 has its own for itself',
      measured: ways(withHeader),
      holds:
        withHeader
          .map(({ from, to }) => `${from} ${to}`)
          .sort()
          .join() === readers.join(),
    },
    {
      says: 'by AMQP 0-9-1 the headers of AMQP 1.0 are there, sealed: bytes that only its plug-in reads',
      measured: `${sealed}: ${ways(withSealed)}`,
      holds: ways(withSealed) === 'AMQP 1.0 → AMQP 0-9-1',
    },
    {
      says: 'the type of a message is not safe: what was `notice` comes as something else',
      measured: retyped.map(({ from, to, type }) => `${from} → ${to} “${type}”`).join(', '),
      holds: retyped.length > 0,
    },
    {
      says: 'STOMP’s own frame headers come to AMQP 0-9-1 as if the application had put them in',
      measured: own.more.join(', '),
      holds: own.more.includes('receipt'),
    },
  ];
};

export const show: Show = {
  title: 'One message, every protocol: put by each of four, got by each of four, on one RabbitMQ',
  rows: ['S34', 'S26'],
  run: async ({ say }) => {
    const cells = await measured();
    const rows = protocols.map((from) => [from, ...cells.filter((cell) => cell.from === from).map(kept)]);
    say('What arrives of body, content type, id and a header:\n');
    for (const line of table(['put by \\ got by', ...protocols], rows)) say(line);
    return findingsOf(cells);
  },
};
