import { onKafka } from '@parley/brokers';
import type { EvidenceRecord } from '@parley/evidence';
import type { Finding, Show, Stage } from '@parley/roles';
import { table } from '@parley/staging';
import { onePartition } from '../../orders/kafka';
import type { OpenMulticast } from '../../orders/multicast';
import { overGroup } from '../../services/atomic';
import { catalogue, settingOf, type Entry } from '../../services/catalogue';
import { draw, figureOf } from '../../services/drawn';
import { runServices } from '../../services/live';
import { outcomeOf } from '../../services/outcome';
import { calm, rough, runOf, search, tally, type Found } from '../../services/runs';
import { sensors } from '../../services/sensors';
import { often, rows, seldom, stalenessOf, type Staleness } from '../../services/staleness';

const schedules = 300;
const seeds = 2;

/** Of a seed’s run: how it was found, how small it is, and what the same plan gives under the order that is needed. */
const breaks = (stage: Stage, entry: Entry, weaker: Entry['weaker'][number], found: Found | undefined): Finding => {
  const { service, needs } = entry;
  const says = `${service.name} breaks under ${weaker.order} order: ${weaker.bad}`;
  if (!found) return { says, measured: 'no seed was found', holds: false };
  draw(stage, `${service.name}-${weaker.order.replace(' ', '-')}`, figureOf(service, weaker.title, found.history));
  const mended = runOf(settingOf(entry, needs), found.plan).outcome.is;
  const [before, after] = found.requests;
  return {
    says,
    measured: `seed ${found.seed}, shrunk from ${before} requests to ${after}: ${found.outcome.says}; the same under ${needs.order}: ${mended}`,
    holds: found.outcome.is === weaker.bad && mended === 'right',
  };
};

const simulated = (stage: Stage): Finding[] => {
  const findings: Finding[] = [];
  const counts: (string | number)[][] = [];
  for (const entry of catalogue) {
    const { service, needs, weaker } = entry;
    const good = tally(settingOf(entry, needs), schedules, rough);
    counts.push([service.name, needs.order, good.right, good.diverged, good.wrong]);
    findings.push({
      says: `${service.name} converges to a right state under reliable multicast in ${needs.order} order`,
      measured: `${good.right} of ${schedules} schedules with loss and doubles, in a third of them a replica dies`,
      holds: good.right === schedules,
    });
    for (const weak of weaker) {
      const bad = tally(settingOf(entry, weak), schedules, calm);
      counts.push([service.name, weak.order, bad.right, bad.diverged, bad.wrong]);
      findings.push(breaks(stage, entry, weak, search(settingOf(entry, weak), weak.bad)));
    }
  }
  table(['service', 'order', 'right', 'diverged', 'alike and wrong'], counts).forEach(stage.say);
  stage.say('');
  return findings;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const measured = (stage: Stage): Finding[] => {
  const all = [seldom, often].map((weather) => ({
    weather,
    rows: rows.map(({ reliability, orders }) => ({
      reliability,
      orders: orders.map(({ order, layers }) => ({ order, ...stalenessOf(layers, weather, seeds) })),
    })),
  }));
  table(
    ['a reading every', 'multicast', 'order', 'never came', 'mean age', 'worst age', 'fell back', 'for (mean)'],
    all.flatMap(({ weather, rows }) =>
      rows.flatMap(({ reliability, orders }) =>
        orders.map(({ order, due, missing, meanAge, worstAge, fellBack, meanBack }) => [
          seconds(weather.everyMs),
          reliability,
          order,
          `${missing} of ${due}`,
          seconds(meanAge),
          seconds(worstAge),
          fellBack,
          seconds(meanBack),
        ]),
      ),
    ),
  ).forEach(stage.say);
  stage.say('');
  const gains = (at: number): number[] =>
    all[at]!.rows.flatMap(({ orders: [none, ...others] }) => others.map(({ meanAge }) => 1 - meanAge / none!.meanAge));
  const unordered = (at: number): Staleness => all[at]!.rows[0]!.orders[0]!;
  const best = (at: number): string => `${(Math.max(...gains(at)) * 100).toFixed(1)} %`;
  const { fellBack, meanBack, missing, due, meanAge } = unordered(1);
  return [
    {
      says: 'sensors, a reading each 10 s: no order buys anything; nothing comes out of order',
      measured: `unordered ${seconds(unordered(0).meanAge)} old on average; the best order makes it ${best(0)} less; fell back ${unordered(0).fellBack} times`,
      holds: Math.max(...gains(0)) < 0.01 && unordered(0).fellBack === 0,
    },
    {
      says: 'sensors, readings more frequent than packets are quick: what overtaking or loss spoils, a next reading makes good',
      measured: `${missing} of ${due} never came, fell back ${fellBack} times, for ${seconds(meanBack)} on average; ${seconds(meanAge)} old on average, the best order makes it ${best(1)} less`,
      holds: missing > 0 && fellBack > 0 && Math.max(...gains(1)) < 0.05,
    },
  ];
};

const hosted = [...catalogue, { service: sensors, right: sensors }];
const clients = { members: ['p1', 'p2', 'p3'], turns: 20, window: 5, seed: 1, quietMs: 5000 };

const ended = (on: string, histories: Map<string, EvidenceRecord[]>): Finding => {
  const outcomes = hosted.map(({ service, right }) => ({
    name: service.name,
    ...outcomeOf(histories.get(service.name)!, right),
  }));
  const due = clients.turns * clients.members.length;
  return {
    says: `All services on ${on}: the replicas converge, and rightly`,
    measured: outcomes.map(({ name, is, commands }) => `${name} ${is} after ${commands.length} operations`).join(', '),
    holds: outcomes.every(({ is, commands }) => is === 'right' && commands.length === due),
  };
};

const live = async (on: string, open: OpenMulticast): Promise<Finding> =>
  ended(
    on,
    await runServices(
      hosted.map(({ service }) => service),
      open,
      clients,
    ),
  );

/** Four replicated services, each under the order that it needs and under the one that breaks it. */
export const show: Show = {
  title: 'Four replicated services: mailbox, forum, users, sensors, and the order that each needs',
  rows: ['S51'],
  run: async (stage) => {
    const opening = onKafka()();
    try {
      const own = await live('the group’s own atomic multicast', overGroup());
      const findings = [...simulated(stage), ...measured(stage), own];
      const partition = onePartition((await opening).connect('', 0)[0]!);
      return [...findings, await live('one partition of Kafka', partition)];
    } finally {
      await opening.then(
        (ground) => ground.close(),
        () => undefined,
      );
    }
  },
};
