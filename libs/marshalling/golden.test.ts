import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { avroSchema } from './avro-schema';
import { canonical } from './canonical';
import { codecs } from './codecs';
import { ending, kept } from './golden.fixture';
import { messageType } from './root';

const file = (name: string, codec: keyof typeof ending) => join(__dirname, 'golden', `${name}.${ending[codec]}`);
const cases = Object.entries(kept).flatMap(([name, { type, value }]) =>
  Object.values(codecs).map((codec) => ({ name, type, value, codec, contentType: codec.contentType })),
);

// To write them anew, on purpose: PARLEY_GOLDEN=write npx jest -c libs/marshalling/jest.config.cjs golden
if (process.env.PARLEY_GOLDEN === 'write')
  for (const { name, type, value, codec } of cases)
    writeFileSync(file(name, codec.contentType), codec.encode(type, value));

it.each(cases)('$name in $contentType is on the wire what it was', ({ name, type, value, codec }) => {
  const golden = readFileSync(file(name, codec.contentType));
  expect(codec.encode(type, value).toString('hex')).toBe(golden.toString('hex'));
  expect(codec.encode(type, codec.decode(type, golden) as object).toString('hex')).toBe(golden.toString('hex'));
});

it.each(Object.keys(kept))('%s is one message in all of them', (name) => {
  const { type } = kept[name]!;
  const [first, ...others] = Object.values(codecs).map((codec) =>
    codec.decode(type, readFileSync(file(name, codec.contentType))),
  );
  for (const other of others) expect(other).toEqual(first);
});

/** What a value is as text, whoever writes it: XML knows nothing else. */
const asText = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one)]));
};

describe('Python reads the files, by its own libraries and by the specifications', () => {
  const python = process.env.PARLEY_PYTHON || 'python3';
  const schemas = Object.fromEntries(
    Object.entries(kept).map(([name, { type }]) => [name, avroSchema(messageType(type))]),
  );
  const args = [join(__dirname, 'peers', 'read_golden.py'), join(__dirname, 'golden'), JSON.stringify(schemas)];
  const read = JSON.parse(execFileSync(python, args, { encoding: 'utf8' }));

  it.each(Object.keys(kept))('%s: JSON and XML tell the same, and what was written', (name) => {
    const { type, value } = kept[name]!;
    const ours = JSON.parse(codecs['application/json'].encode(type, value).toString());
    expect(read[name].json).toEqual(ours);
    expect(read[name].xml).toEqual(asText(ours));
  });

  it.each(Object.keys(kept))('%s: MessagePack by its specification', (name) => {
    const { type, value } = kept[name]!;
    const ours = JSON.parse(codecs['application/json'].encode(type, value).toString());
    expect(asText(read[name].msgpack)).toEqual(asText(ours));
  });

  it.each(Object.keys(kept))('%s: Avro by its specification', (name) => {
    const { type, value } = kept[name]!;
    // Avro writes every field; the canonical form leaves defaults out.
    const found = canonical(messageType(type), read[name].avro, 'json');
    expect(asText(found)).toEqual(asText(JSON.parse(codecs['application/json'].encode(type, value).toString())));
  });
});
