import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readHistory, startEvidence, stopEvidence } from '@parley/evidence';
import { Fatal, kindOf } from '@parley/faults';
import { digestOf, messagesOf, openApplication, type Message } from './index';

const [plain] = messagesOf('s', { count: 1 }) as [Message];

describe('a batch', () => {
  it('numbers its messages and gives each a body of its own, of the sizes in turn', () => {
    const messages = messagesOf('s', { count: 4, from: 7, sizes: [2, 5] });
    expect(messages.map(({ id, seq, body }) => [id, seq, body.toString()])).toEqual([
      ['s-7', 7, '7 '],
      ['s-8', 8, '8 8 8'],
      ['s-9', 9, '9 '],
      ['s-10', 10, '10 10'],
    ]);
  });

  it('or sends exactly these bytes', () => {
    expect(messagesOf('s', { count: 1, base64: 'AAH/' })[0]?.body).toEqual(Buffer.from([0, 1, 255]));
  });
});

describe('the digest', () => {
  it('changes with everything that a receiver can see, but the trace', () => {
    const changes: Partial<Message>[] = [
      { id: 'x' },
      { sender: 'x' },
      { seq: 2 },
      { key: '' },
      { type: 'x' },
      { contentType: 'x' },
      { headers: { a: '' } },
      { body: Buffer.alloc(100) },
    ];
    const digests = changes.map((change) => digestOf({ ...plain, ...change }));
    expect(new Set([digestOf(plain), ...digests]).size).toBe(changes.length + 1);
    expect(digestOf({ ...plain, headers: { traceparent: 'x', tracestate: 'y' } })).toBe(digestOf(plain));
  });

  it('does not change with the order of headers', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (headers) => {
        const reversed = Object.fromEntries(Object.entries(headers).reverse());
        expect(digestOf({ ...plain, headers: reversed })).toBe(digestOf({ ...plain, headers }));
      }),
    );
  });
});

describe('the application', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'parley-application-'));
    startEvidence({ dir, run: 'r', process: 'receiver' });
  });
  afterEach(() => {
    stopEvidence();
    rmSync(dir, { recursive: true });
  });
  const events = () => readHistory(dir).map(({ event, note }) => (event === 'dropped' ? note : event));

  it('notes what it is given and what it has done', async () => {
    const { application } = openApplication('x', () => undefined);
    await application.notify(plain);
    const reply = await application.reserve(plain);
    expect(reply.headers['in-reply-to']).toBe(plain.id);
    expect(events()).toEqual(['delivered', 'processed', 'delivered', 'processed']);
    const [first] = readHistory(dir);
    expect(JSON.parse(first?.note ?? '')).toMatchObject({ bytes: 100, digest: digestOf(plain) });
  });

  it('holds until it is let go', async () => {
    const { application, behave, release } = openApplication('x', () => undefined);
    behave({ is: 'hold' });
    const done = application.notify(plain);
    expect(events()).toEqual(['delivered']);
    release();
    await done;
    expect(events()).toEqual(['delivered', 'processed']);
  });

  it.each([
    ['rejects', 'retryable'],
    ['refuses', 'fatal'],
  ] as const)('%s with an error that is %s', async (is, kind) => {
    const { application, behave } = openApplication('x', () => undefined);
    behave({ is });
    expect(kindOf(await application.notify(plain).catch((error: unknown) => error))).toBe(kind);
    expect(events()).toEqual(['delivered']);
  });

  it('may throw where a promise was expected', () => {
    const { application, behave } = openApplication('x', () => undefined);
    behave({ is: 'throws' });
    expect(() => application.notify(plain)).toThrow(TypeError);
  });

  it('refuses a content type that it cannot read, and says what was thrown away', () => {
    const said: string[] = [];
    const { application } = openApplication('x', (line) => said.push(line));
    expect(() => application.notify({ ...plain, contentType: 'application/x-unheard-of' })).toThrow(Fatal);
    application.refused(new Fatal('no message', { reason: 'undecodable' }));
    expect(events()).toEqual(['unknown-content-type', 'undecodable']);
    expect(said).toEqual([expect.stringMatching(/^refused: no codec for /), 'refused: no message']);
  });
});
