import {
  byteOrder,
  compareCodecs,
  evolution,
  foobar,
  librariesAlone,
  limits,
  passing,
} from '@parley/marshalling/demonstrations';
import type { Finding, Show } from '@parley/roles';

const found = (says: string, measured: string, holds: boolean): Finding => ({ says, measured, holds });

/** Figures 4.8 and 4.9, the ways to pass a parameter, one real order in five codecs, and what becomes of old and new versions. */
export const show: Show = {
  title: 'Marshalling: byte order, layouts and codecs',
  rows: ['S9'],
  run: async ({ say }) => {
    const part = (title: string, lines: string[]) =>
      [title, ...lines.map((line) => `  ${line}`), ''].forEach((line) => say(line));

    const order = byteOrder();
    part('The integer 5 and the string JILL, from one machine to another (figure 4.8)', order.lines);
    const call = foobar();
    part('foobar(char x; float y; int z[5]) as a message (figure 4.9)', call.lines);
    const passed = passing();
    part('A procedure that adds one to each parameter', passed.lines);
    const compared = compareCodecs();
    part(`A real order of ${compared.lineCount} lines in each codec, measured now`, compared.lines);
    const evolved = evolution();
    part(
      'Old and new versions of a message (default: the value is lost; wrong: another value, nobody is told)',
      evolved.lines,
    );
    const hard = limits();
    part('What is hard to carry, through our codecs', hard.lines);
    part('The same by the libraries alone, at their defaults', librariesAlone().lines);

    const values = order.steps.map(({ values: [number, text] }) => `${number} and ${text}`);
    const { after } = passed;
    const smallest = [...compared.costs].sort((a, b) => a.bytes - b.bytes)[0]!;
    const wrong = evolved.table.flatMap(({ outcomes }) => Object.entries(outcomes)).filter(([, is]) => is === 'wrong');
    const byName = wrong.filter(([name]) => ['JSON', 'XML', 'MessagePack', 'Avro, both schemas'].includes(name));
    return [
      found(
        'A machine of the other byte order reads the integer wrong and the text right',
        `${order.steps[1]!.bytes} is ${values[1]}`,
        values[1] === '83886080 and JILL',
      ),
      found('Inverting every word mends the integer and breaks the text', `${values[2]}`, values[2] === '5 and LLIJ'),
      found(
        'With an agreed wire format both are right, both ways',
        `${values[3]}; ${values[4]}`,
        values[3] === '5 and JILL' && values[4] === '5 and JILL',
      ),
      found(
        'foobar’s parameters are 8 words, x in the rightmost byte of the first',
        `${call.bytes.length} bytes, byte 3 is ${String.fromCharCode(call.bytes[3]!)}`,
        call.bytes.length === 32 && call.bytes[3] === 'x'.charCodeAt(0),
      ),
      found(
        'Copy/restore is call by reference, but where two parameters are one place',
        `${after['by copy/restore']!.aliased} for ${after['by reference']!.aliased}`,
        after['by copy/restore']!.aliased === 1 && after['by reference']!.aliased === 2,
      ),
      found(
        'The format of numbered fields is the smallest',
        compared.costs.map(({ contentType, bytes }) => `${contentType} ${bytes} B`).join(', '),
        smallest.contentType === 'application/x-protobuf',
      ),
      found(
        'Formats that name their fields never read another value in silence; those that do not, do',
        `${byName.length} of ${wrong.length} silent mistakes`,
        byName.length === 0 && wrong.length > 0,
      ),
      found(
        'An int64 beyond 2^53 arrives whole in every codec here',
        hard.lines[0]!.trim(),
        Object.values(hard.table[0]!.got).every((text) => text === hard.table[0]!.sent),
      ),
      found(
        'Nothing and 0 are told apart only where a field is optional',
        `plain: ${hard.table[5]!.got['application/json']} and ${hard.table[6]!.got['application/json']}; optional: ${hard.table[7]!.got['application/json']} and ${hard.table[8]!.got['application/json']}`,
        Object.values(hard.table[5]!.got).every((text) => text === '0') &&
          Object.values(hard.table[7]!.got).every((text) => text === 'nothing') &&
          Object.values(hard.table[8]!.got).every((text) => text === '0'),
      ),
    ];
  },
};
