import protobuf from 'protobufjs';
import { bareAvro, rememberAvroWriter } from './avro-format';
import { canonical } from './canonical';
import { formats } from './codecs';
import { changes } from './evolution-changes';
import type { Plain } from './format';

/** What a reader of one version makes of what a writer of another has sent. `wrong`: something else, and nobody is told. */
export type Outcome = 'works' | 'default' | 'error' | 'wrong';

const version = (fields: string): protobuf.Type =>
  protobuf
    .parse(`syntax = "proto3"; package evolution; message Thing { string id = 1; ${fields} }`)
    .root.resolveAll()
    .lookupType('evolution.Thing');

interface Way {
  write(type: protobuf.Type, plain: Plain): Buffer;
  read(type: protobuf.Type, bytes: Uint8Array): object;
}

/** Every format, and Avro once more as it is where the reader has no schema but its own. */
const ways: Record<string, Way> = {
  Protobuf: formats['application/x-protobuf'],
  JSON: formats['application/json'],
  XML: formats['application/xml'],
  MessagePack: formats['application/msgpack'],
  'Avro, both schemas': formats['application/avro'],
  'Avro, the reader’s': bareAvro,
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const outcome = (way: Way, writer: protobuf.Type, reader: protobuf.Type, sent: Plain, meant?: Plain): Outcome => {
  const bytes = way.write(writer, canonical(writer, { id: 'o1', ...sent }, 'code'));
  try {
    const found = canonical(reader, way.read(reader, bytes), 'code');
    const expected = meant && canonical(reader, { id: 'o1', ...meant }, 'code');
    if (same(found, expected)) return 'works';
    return same(found, { id: 'o1' }) ? 'default' : 'wrong';
  } catch {
    return 'error';
  }
};

export interface Evolution {
  change: string;
  reads: 'an old reader, a new writer' | 'a new reader, an old writer';
  outcomes: Record<string, Outcome>;
}

/** Every change, both ways, in every format: each cell is what a run of this moment gave. */
export const evolution = (): { table: Evolution[]; lines: string[] } => {
  const table = changes.flatMap((each): Evolution[] => {
    const [before, after] = [version(each.old), version(each.new)];
    rememberAvroWriter(before);
    rememberAvroWriter(after);
    const row = (
      reads: Evolution['reads'],
      writer: protobuf.Type,
      reader: protobuf.Type,
      sent?: Plain,
      meant?: Plain,
    ) =>
      sent === undefined
        ? []
        : [
            {
              change: each.change,
              reads,
              outcomes: Object.fromEntries(
                Object.entries(ways).map(([name, way]) => [name, outcome(way, writer, reader, sent, meant)]),
              ),
            },
          ];
    return [
      ...row('an old reader, a new writer', after, before, each.newValue, each.oldValue),
      ...row('a new reader, an old writer', before, after, each.oldValue, each.newValue),
    ];
  });
  const names = Object.keys(ways);
  const wide = (text: string, width: number) => text.padEnd(width);
  const widths = names.map((name) => Math.max(name.length, 7) + 2);
  const head = wide('', 68) + names.map((name, index) => wide(name, widths[index]!)).join('');
  const rows = table.map(
    ({ change, reads, outcomes }) =>
      wide(change, 39) + wide(reads, 29) + names.map((name, index) => wide(outcomes[name]!, widths[index]!)).join(''),
  );
  return { table, lines: [head, ...rows].map((line) => line.trimEnd()) };
};
