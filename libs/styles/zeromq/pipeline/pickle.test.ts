import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { Fatal } from '@parley/faults';
import { dumps, loads } from './pickle';

const python = process.env.PARLEY_PYTHON ?? '';
const inPython = (program: string, input: string): string =>
  execFileSync(python, ['-c', program], { input, encoding: 'utf8' });

const texts = fc.oneof(
  fc.constantFrom('1', '2', 'a', '', 'source-1', "it's", 'a\nb', 'a\\b', 'Ünï', '😀', '\u0000', '\r\u001a'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
const numbers = fc.oneof(
  fc.constantFrom(0, 1, 57, 100, 255, 256, 65535, 65536, -1, 2 ** 31 - 1, -(2 ** 31)),
  fc.integer(),
);
const seed = 4;

test('what is written is byte for byte what Python writes', () => {
  const samples = fc.sample(fc.tuple(texts, numbers), { numRuns: 200, seed });
  const program = `import json, pickle, sys
for me, workload in json.load(sys.stdin): print(pickle.dumps((me, workload), 4).hex())`;
  const theirs = inPython(program, JSON.stringify(samples)).trim().split('\n');
  expect(samples.map(([source, work]) => dumps({ source, work }).toString('hex'))).toEqual(theirs);
  expect(inPython('import pickle; print(pickle.dumps(("1", 57))[:2].hex())', '').trim()).toMatch(/^800[45]$/);
});

test('what Python writes is read, in each of its protocols', () => {
  const samples = fc.sample(fc.tuple(texts, numbers), { numRuns: 200, seed: seed + 1 });
  const program = `import json, pickle, sys
for me, workload in json.load(sys.stdin):
  for protocol in range(6): print(pickle.dumps((me, workload), protocol).hex())`;
  const theirs = inPython(program, JSON.stringify(samples)).trim().split('\n');
  expect(theirs).toHaveLength(1200);
  const read = theirs.map((hex) => loads(Buffer.from(hex, 'hex')));
  expect(read).toEqual(samples.flatMap(([source, work]) => Array.from({ length: 6 }, () => ({ source, work }))));
});

test('and Python reads what is written', () => {
  const samples = fc.sample(fc.tuple(texts, numbers), { numRuns: 200, seed: seed + 2 });
  const program = `import json, pickle, sys
print(json.dumps([pickle.loads(bytes.fromhex(one)) for one in json.load(sys.stdin)]))`;
  const hexes = samples.map(([source, work]) => dumps({ source, work }).toString('hex'));
  expect(JSON.parse(inPython(program, JSON.stringify(hexes)))).toEqual(samples);
});

test.each([
  ['protocol 0', `(S'1'\nI57\nt.`],
  ['protocol 0, remembered', `(S'1'\np1\nI57\ntp2\n.`],
  ['protocol 1', '(U\x011K9t.'],
  ['protocol 1, remembered', '(U\x011q\x01K9tq\x02.'],
  ['protocol 2', '\x80\x02U\x011K9\x86.'],
])('Python 2’s form is read: %s', (_, form) => {
  expect(loads(Buffer.from(form, 'latin1'))).toEqual({ source: '1', work: 57 });
});

const good = dumps({ source: 'source', work: 57 });

test.each([
  ['nothing', ''],
  ['another tuple', '\x80\x04K\x01K\x02\x86.'],
  ['three values', '(V1\nI1\nI2\nt.'],
  ['a list', '\x80\x04]\x94(\x8c\x011K\x01e.'],
  ['a call of os.system', `cos\nsystem\n(S'echo run > /dev/null'\ntR.`],
  [
    'a call, protocol 4',
    '\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02ls\x94\x85\x94R\x94.',
  ],
  ['a frame of another length', '\x80\x04\x95\x0a\x00\x00\x00\x00\x00\x00\x00\x8c\x011\x94K9\x86\x94.'],
  ['a protocol to come', '\x80\x06\x8c\x011K9\x86.'],
  ['an integer that is none', '(V1\nIxyz\nt.'],
  ['an integer too large', '\x80\x02\x8c\x011\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x86.'],
  ['text that is no UTF-8', '\x80\x04\x8c\x01\xffK9\x86.'],
  ['text longer than the message', '\x80\x04X\xff\xff\xff\xffK9\x86.'],
  ['more behind it', `${good.toString('latin1')}.`],
])('refused: %s', (_, form) => {
  expect(() => loads(Buffer.from(form, 'latin1'))).toThrow(Fatal);
});

test('any bytes are read as a tuple or refused, and what is cut short or changed is never an accident', () => {
  for (let length = 0; length < good.length; length++) expect(() => loads(good.subarray(0, length))).toThrow(Fatal);
  const tried = (bytes: Buffer) => {
    try {
      const { source, work } = loads(bytes);
      return typeof source === 'string' && Number.isSafeInteger(work);
    } catch (error) {
      return error instanceof Fatal && error.reason === 'undecodable';
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => tried(Buffer.from(bytes))),
    { seed, numRuns: 5000 },
  );
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(good);
      changed[at] = changed[at]! ^ by;
      return tried(changed);
    }),
    { seed, numRuns: 5000 },
  );
});

test('what is no text or no integer of 32 bits is not written', () => {
  expect(() => dumps({ source: '1', work: 1.5 })).toThrow(RangeError);
  expect(() => dumps({ source: '1', work: 2 ** 31 })).toThrow(RangeError);
  expect(() => dumps({ source: 'x'.repeat(256), work: 1 })).toThrow(RangeError);
});
