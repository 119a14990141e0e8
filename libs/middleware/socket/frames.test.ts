import fc from 'fast-check';
import { encodeFrame, kinds, openFrameReader, type Frame } from './frames';

const frameOf = fc.record({
  kind: fc.constantFrom(...kinds),
  id: fc.integer({ min: 0, max: 0xffffffff }),
  payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

const readAll = (chunks: Buffer[], maxBytes = 1024) => {
  const reader = openFrameReader(maxBytes);
  const frames: Frame[] = [];
  for (const chunk of chunks) reader.read(chunk, (frame) => frames.push(frame));
  return { frames, inside: reader.inside() };
};

const cutAt = (bytes: Buffer, places: number[]): Buffer[] => {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
};

test('however the stream is cut or glued, the same frames come out', () => {
  fc.assert(
    fc.property(fc.array(frameOf, { maxLength: 8 }), fc.array(fc.nat(3000), { maxLength: 40 }), (frames, places) => {
      const stream = Buffer.concat(frames.map(({ kind, id, payload }) => encodeFrame(kind, id, payload)));
      expect(readAll(cutAt(stream, places))).toEqual({ frames, inside: false });
    }),
  );
});

test('a byte at a time is enough, and an end within a frame is seen', () => {
  const stream = Buffer.concat([encodeFrame('request', 7, Buffer.from('abc')), encodeFrame('beat')]);
  const bytes = [...stream].map((byte) => Buffer.from([byte]));
  expect(readAll(bytes).frames.map(({ kind, payload }) => [kind, payload.toString()])).toEqual([
    ['request', 'abc'],
    ['beat', ''],
  ]);
  expect(readAll(bytes.slice(0, -1)).inside).toBe(true);
});

test('the largest frame passes, one byte more is refused at its head, before any of it is kept', () => {
  const fits = encodeFrame('notice', 0, Buffer.alloc(1024));
  expect(readAll([fits]).frames).toHaveLength(1);
  const head = encodeFrame('notice', 0, Buffer.alloc(1025)).subarray(0, 9);
  expect(() => readAll([head])).toThrow(expect.objectContaining({ kind: 'fatal', reason: 'too-large' }));
});

test('what speaks something else is refused', () => {
  const get = Buffer.from('GET / HTTP/1.1\r\n\r\n');
  expect(() => readAll([get])).toThrow(expect.objectContaining({ reason: 'undecodable' }));
});

test('a frame shares no memory with the chunk or with the payload that it was made of', () => {
  const payload = Buffer.from('mine');
  const stream = encodeFrame('notice', 0, payload);
  payload.fill('x');
  const { frames } = readAll([stream]);
  stream.fill('y');
  expect(frames[0]!.payload.toString()).toBe('mine');
});
