import { about, answers, duplicates, silentLosses } from '@parley/evidence';
import { faults, type Fault } from '../faults';
import type { Bench } from '../bench';
import type { Session } from '../session';
import type { Experiment, Part, Trial } from '../trial';
import { judgeDelivery, judgeOrder } from '../verdicts/faulted';

const faultedDeadlineMs = 2500;
const bigBytes = 65_536;

const isKill = (fault: string): boolean => fault.startsWith('receiver killed');

/** What a dead receiver held may be hidden from the others until its time is up: what is to come of it has come then. */
async function comeBack(session: Session, ids: string[], killed: boolean): Promise<void> {
  const taken = [...answers(about(session.read(), ids))].flatMap(([id, answer]) => (answer === 'ok' ? [id] : []));
  await session.untilAll('delivered', taken, 10_000);
  if (killed) await session.until((history) => duplicates(about(history, ids)).length > 0, 5000);
}

/** 200 messages at once, small and large in turn, while this fault happens; then it is taken away. */
const under = (bench: Bench, { name, toxics, strike }: Fault): Promise<Part> =>
  bench.fresh({ deadlineMs: faultedDeadlineMs, proxied: true }, async (session) => {
    const [sender, receiver] = await session.pair();
    await session.reached(sender);
    if (strike) await receiver.tell({ do: 'behave', how: { is: 'slow', ms: 3 } });
    for (const proxy of session.proxies()) for (const toxic of toxics) proxy.addToxic(toxic);
    const key = bench.style.order.is.scope === 'key' ? { key: 'one' } : {};
    const sizes = [1, Math.min(bigBytes, bench.style.maxBytes ?? bigBytes)];
    const { ids, answer } = session.send(sender, { count: 200, sizes, ...key });
    const mine = new Set(ids);
    const arrived = () => session.read().filter(({ event, msg }) => event === 'delivered' && mine.has(msg.id)).length;
    let before: number | undefined;
    if (strike) {
      await session.until(() => arrived() >= 10, 1500);
      before = arrived();
      await strike(session, { sender, receiver });
    }
    const { outcomes } = await answer;
    for (const proxy of session.proxies()) await proxy.reset();
    const prober = sender.alive() ? sender : await session.again(sender);
    const works = await session.reaches(prober, { withinMs: 10_000 });
    if (bench.style.delivery.is === 'at least once') await comeBack(session, ids, isKill(name));
    await session.quiet(300);
    return session.part(name, ids, outcomes, { works, before, deadlineMs: faultedDeadlineMs });
  });

/** A silent loss, and a second delivery, may need a kill at the right moment: where one must be seen, the kill is repeated at most so often. */
const chances = 5;

const faulted: Experiment = async (bench) => {
  const carrier = bench.files.ground ? 'none' : bench.style.carrier;
  const list = faults.filter(({ carriers }) => carriers.includes(carrier));
  const parts = await Promise.all(list.map((fault) => under(bench, fault)));
  const { is: tells, experiment } = bench.style.tellsOfLoss;
  const kill = list.find(({ name }) => isKill(name));
  const mustLose = !tells && experiment.name === 'delivery under faults';
  const lost = () => parts.some(({ history }) => silentLosses(history).length > 0);
  const mustDouble = bench.style.delivery.is === 'at least once';
  const doubled = () => parts.some(({ history, ids }) => duplicates(about(history, ids)).length > 0);
  const open = () => (mustLose && !lost()) || (mustDouble && !doubled());
  for (let chance = 1; kill && open() && chance < chances; chance++) parts.push(await under(bench, kill));
  return parts;
};

export const faultedTrials: Trial[] = [
  {
    name: 'order under faults',
    decides: ['order'],
    applies: () => true,
    experiments: [faulted],
    verdict: judgeOrder,
  },
  {
    name: 'delivery under faults',
    decides: ['delivery', 'tells of loss'],
    applies: () => true,
    experiments: [faulted],
    verdict: judgeDelivery,
  },
];
