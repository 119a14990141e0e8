import { calmly, sendAll } from './calm';
import type { Experiment, Trial } from '../trial';
import { allWhole, operationsOf } from '../verdicts/whole';
import { judgeForeignBytes, judgeLargest, judgeUnknownType } from '../verdicts/fidelity';

const always = () => true;
const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const unicode = Buffer.from('żółć ñandú 北京 \u{1f4e6} e\u0301 \u0000 \u202e');

/** Where only memory limits a message, this has to pass. */
const largeBytes = 1024 * 1024;

const largest: Experiment = (bench) => {
  const max = bench.style.maxBytes;
  return bench.calm(async ({ session, sender }) => {
    const parts = [];
    for (const op of operationsOf(bench.style)) {
      const send = (size: number, fault: string) => sendAll(session, sender, { op, count: 1, sizes: [size] }, fault);
      if (max === undefined) parts.push(await send(largeBytes, 'large'));
      else {
        for (const size of [1, max - 1, max]) parts.push(await send(size, 'fits'));
        const { ids, answer } = session.send(sender, { op, count: 1, sizes: [max + 1] });
        const { outcomes, error } = await answer;
        parts.push(session.part('one byte too many', ids, outcomes, { error }));
      }
      parts.push(await send(10, 'after'));
    }
    return parts;
  });
};

const foreign = ['', 'GET / HTTP/1.1\r\n\r\n', 'PY1\n\0\0\0\x05{"a":', '\u00ff\u00fe\u0000\u0001'.repeat(10)];

const foreignBytes: Experiment = (bench) =>
  bench.fresh({}, async (session) => {
    const strangerBinds = bench.style.roles.some(({ part, binds }) => part === 'sender' && binds);
    const stranger = strangerBinds ? await session.start('stranger') : undefined;
    const [sender, receiver] = await session.pair();
    const who = stranger ?? (await session.start('stranger'));
    await session.reached(sender);
    const errors: string[] = [];
    let said = 0;
    for (const text of foreign.slice(1)) {
      const { error } = await who.tell({ do: 'say', base64: Buffer.from(text, 'latin1').toString('base64') });
      if (error) errors.push(error);
      said += 1;
      const expected = said;
      await session.until((history) => history.filter(({ event }) => event === 'dropped').length >= expected, 3000);
    }
    const after = await sendAll(session, sender, { count: 1 }, 'after');
    return [
      { ...after, facts: { ...after.facts, alive: receiver.alive(), said, stranger: errors.join('; ') || undefined } },
    ];
  });

const unknownType: Experiment = (bench) =>
  bench.calm(async ({ session, sender, receiver }) => {
    const parts = [];
    for (const op of operationsOf(bench.style)) {
      const before = session.read().filter(({ event }) => event === 'dropped').length;
      const { ids, answer } = session.send(sender, { op, count: 1, contentType: 'application/x-nobody-knows' });
      const { outcomes } = await answer;
      const isDropped = await session.until(
        (history) => history.filter(({ event }) => event === 'dropped').length > before,
        op === 'notify' ? 3000 : 0,
      );
      parts.push(session.part(op, ids, outcomes, { dropped: isDropped }));
      const after = await sendAll(session, sender, { op, count: 1 }, 'after');
      parts.push({ ...after, facts: { ...after.facts, alive: receiver.alive() } });
    }
    return parts;
  });

export const fidelity: Trial[] = [
  {
    name: 'empty payload',
    decides: [],
    applies: always,
    experiments: [calmly(() => [{ count: 1, sizes: [0] }])],
    verdict: allWhole,
  },
  {
    name: 'every byte',
    decides: [],
    applies: always,
    experiments: [
      calmly(() => [
        { count: 1, base64: allBytes.toString('base64') },
        { count: 1, base64: unicode.toString('base64') },
      ]),
    ],
    verdict: allWhole,
  },
  {
    name: 'headers and content type',
    decides: [],
    applies: always,
    experiments: [
      calmly(({ style }) => [
        {
          count: 1,
          contentType: 'application/json',
          type: 'parley.styles.v1.Żółć',
          key: 'key \u{1f511}',
          base64: Buffer.from('{"a":1}').toString('base64'),
          ...(style.headers && {
            headers: { empty: '', unicode: '北京 \u{1f4e6}', 'with-dash': 'a: b, c=d; "e"', long: 'x'.repeat(500) },
          }),
        },
      ]),
    ],
    verdict: allWhole,
  },
  {
    name: 'largest message',
    decides: [],
    applies: always,
    experiments: [largest],
    verdict: judgeLargest,
  },
  {
    name: 'undecodable bytes',
    decides: [],
    applies: (_, { stranger }) => stranger,
    experiments: [foreignBytes],
    verdict: judgeForeignBytes,
  },
  {
    name: 'unknown content type',
    decides: [],
    applies: always,
    experiments: [unknownType],
    verdict: judgeUnknownType,
  },
  {
    name: 'buffers are not aliased',
    decides: [],
    applies: always,
    experiments: [
      calmly(({ style }) => [{ count: 10, sizes: [Math.min(16_384, style.maxBytes ?? 16_384)], pipelined: true }]),
    ],
    verdict: allWhole,
  },
];
