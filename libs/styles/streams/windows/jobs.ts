import type { Happening, Pane, Plan } from './windows';

/** What is known of an event besides when, to what and how much: nothing, for these jobs. */
export interface Job {
  /** The deck's use of event streams that it stands for. */
  use: string;
  plan: Plan;
  /** What a window says, where it says something: else nothing has to be done about it. */
  says(pane: Pane): string | undefined;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const mean = ({ sum, count }: Pane): number => Math.round(sum / count);

/** A job for each use: what it looks at (windows by event time) and what it says. */
export const jobs: Record<string, Job> = {
  payments: {
    use: 'process payments as they happen',
    plan: { cut: { kind: 'hopping', sizeMs: minute, everyMs: 20 * second }, disorderMs: 10 * second },
    says: ({ key, count, sum }) =>
      count >= 5 ? `card ${key}: ${count} payments within a minute, ${sum} in all: hold it` : undefined,
  },
  tracking: {
    use: 'track vehicles and consignments',
    plan: { cut: { kind: 'session', gapMs: 5 * minute }, disorderMs: 10 * second },
    says: ({ key, from, to, count }) =>
      `${key}: seen ${count} times in ${Math.round((to - 5 * minute - from) / minute)} min, then silent`,
  },
  sensors: {
    use: 'capture and analyse data of sensors',
    plan: { cut: { kind: 'hopping', sizeMs: minute, everyMs: 30 * second }, disorderMs: 10 * second },
    says: (pane) => (mean(pane) > 80 ? `${pane.key}: ${mean(pane)} °C on average over a minute: cool it` : undefined),
  },
  orders: {
    use: 'respond to the orders of customers',
    plan: { cut: { kind: 'tumbling', sizeMs: hour }, disorderMs: hour, latenessMs: 24 * hour },
    says: ({ key, count, sum }) => `${key}: ${count} orders, ${Math.round(sum)} pounds`,
  },
  patients: {
    use: 'watch patients and foresee changes',
    plan: { cut: { kind: 'hopping', sizeMs: 2 * minute, everyMs: 30 * second }, disorderMs: 10 * second },
    says: (pane) =>
      mean(pane) > 110 ? `${pane.key}: pulse ${mean(pane)} on average over two minutes: call` : undefined,
  },
};

/** What a window of a job says, with the window. */
export const sayingOf = (name: string, pane: Pane): string | undefined => {
  const says = jobs[name]?.says(pane);
  return says && `${new Date(pane.from).toISOString().slice(0, 16)} ${says}${pane.revision > 0 ? ` (corrected)` : ''}`;
};

/** An event of a job as a record's value, and back. */
export const written = ({ id, at, amount }: Happening): Buffer => Buffer.from(JSON.stringify({ id, at, amount }));
export const readBack = (key: string, value: Buffer): Happening => ({
  key,
  ...(JSON.parse(`${value}`) as Omit<Happening, 'key'>),
});
