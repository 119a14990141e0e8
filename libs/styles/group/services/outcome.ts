import type { EvidenceRecord } from '@parley/evidence';
import { legalViews, mostCommands, viewAfter, type Requested } from './legal';
import type { Command } from './replica';
import { byStamp, type Service } from './service';

/** What a replica notes with `processed`. */
export interface Executed extends Command {
  view: string;
}

/** How a run ended. */
export interface Outcome {
  is: 'right' | 'diverged' | 'alike and wrong' | 'undecided';
  says: string;
  /** What each replica showed at the end. */
  views: Map<string, string>;
  /** Commands executed at some replica that is left. */
  commands: Requested[];
}

interface Told {
  orders: Map<string, string[]>;
  views: Map<string, string>;
  commands: Map<string, Command>;
  seen: Map<string, Set<string>>;
}

const entryOf = <T>(map: Map<string, T>, key: string, make: () => T): T => {
  let entry = map.get(key);
  if (entry === undefined) map.set(key, (entry = make()));
  return entry;
};

const toldBy = (history: readonly EvidenceRecord[], service: Service): Told => {
  const told: Told = { orders: new Map(), views: new Map(), commands: new Map(), seen: new Map() };
  const asked = new Map<string, string[]>();
  const dead = new Set(history.filter(({ event }) => event === 'crash').map(({ process }) => process));
  for (const { event, process, msg, note = '' } of history) {
    if (event === 'view' && !dead.has(process)) entryOf(told.orders, process, () => []);
    if (event === 'submitted') {
      const own = entryOf(asked, process, () => []);
      told.seen.set(msg.id, new Set([...(told.orders.get(process) ?? []), ...own]));
      own.push(msg.id);
    }
    if (event !== 'processed') continue;
    const { view, operation, stamp } = JSON.parse(note) as Executed;
    entryOf(told.orders, process, () => []).push(msg.id);
    told.views.set(process, view);
    if (!dead.has(process)) told.commands.set(msg.id, { operation, stamp });
  }
  for (const process of dead) {
    told.orders.delete(process);
    told.views.delete(process);
  }
  for (const process of told.orders.keys())
    if (!told.views.has(process)) told.views.set(process, service.view(service.empty));
  return told;
};

/**
 * Whether the replicas that are left show the same at the end, and whether that is right: what one machine would show
 * that executes all commands one by one, each after what its client had seen. `by`: the service that says what is right,
 * where the replicas have another. Undecided only above 12 commands where no replica's own order shows that it is right.
 */
export const outcomeOf = (history: readonly EvidenceRecord[], by: Service): Outcome => {
  const told = toldBy(history, by);
  const commands = [...told.commands].map(([id, command]) => ({
    id,
    ...command,
    seen: told.seen.get(id) ?? new Set<string>(),
  }));
  const [first, ...others] = [...told.views];
  const outcome = (is: Outcome['is'], says: string): Outcome => ({ is, says, views: told.views, commands });
  if (first === undefined) return outcome('undecided', 'no replica is left');
  const other = others.find(([, view]) => view !== first[1]);
  if (other) return outcome('diverged', `${first.join(' has ')}, ${other.join(' has ')}`);
  const all = new Map(commands.map((command) => [command.id, command]));
  const orders = [
    ...[...told.orders.values()]
      .filter(({ length }) => length === all.size)
      .map((ids) => ids.map((id) => all.get(id)!)),
    [...commands].sort((a, b) => byStamp(a.stamp, b.stamp)),
  ];
  if (orders.some((order) => viewAfter(by, order) === first[1])) return outcome('right', first[1]);
  if (commands.length > mostCommands) return outcome('undecided', `${commands.length} commands`);
  const legal = legalViews(by, commands);
  if (legal.has(first[1])) return outcome('right', first[1]);
  return outcome('alike and wrong', `all have ${first[1]}, right is ${[...legal].join(' or ')}`);
};
