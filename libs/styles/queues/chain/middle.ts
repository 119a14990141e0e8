import { note } from '@parley/evidence';
import type { Fatal } from '@parley/faults';
import { connectRabbit } from '@parley/middleware/rabbitmq';
import type { OpenMiddle } from '@parley/roles';
import { access } from '../access';
import { openStep } from './step';
import { style } from './style';
import { first, second, topology } from './topology';

/** One process works with two: a small message in one hand need not wait for a large one in the other, and so overtakes it. */
const hands = 2;

const refused = ({ reason }: Fatal) =>
  note({ event: 'dropped', msg: { id: '' }, style: style.id, hop: 'first>second', channel: first, note: reason });

/** A process of the first action: what it has finished goes on to the second. */
export const openMiddle: OpenMiddle = async (place) => {
  const connect = () => connectRabbit({ ...access(place), topology });
  const open = await Promise.all(
    Array.from({ length: hands }, async () => ({ take: await connect(), put: await connect() })),
  );
  for (const ways of open)
    await openStep(ways, { from: first, to: second, act: async (message) => message, refused }).ready;
  const close = async () => {
    await Promise.all(open.map(({ take }) => take.close()));
    await Promise.all(open.map(({ put }) => put.close()));
  };
  let closing: Promise<void> | undefined;
  return { addresses: [], close: () => (closing ??= close()) };
};
