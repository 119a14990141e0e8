import * as fc from 'fast-check';
import type { Requested } from './legal';
import { execute, newReplica, request } from './replica';
import type { Service } from './service';

export const draws = fc.nat({ max: 999_999 }).map((n) => n / 1_000_000);

/** What happens at clients: `by` hears of others’ commands (and of all that those knew), then asks for something. */
const steps = fc.array(
  fc.record({
    by: fc.constantFrom('p1', 'p2', 'p3'),
    hears: fc.array(fc.nat(), { maxLength: 2 }),
    draw: draws,
  }),
  { minLength: 1, maxLength: 7 },
);

/** Commands of clients of a service, each with what its client had seen: causally closed, and nothing else in common. */
export const commandsOf = (service: Service): fc.Arbitrary<Requested[]> =>
  steps.map((all) => {
    const commands: Requested[] = [];
    const clients = new Map(
      ['p1', 'p2', 'p3'].map((name) => [name, { replica: newReplica(service, name), seen: new Set<string>() }]),
    );
    for (const [turn, { by, hears, draw }] of all.entries()) {
      const { replica, seen } = clients.get(by)!;
      const news = new Set<string>();
      for (const at of hears) {
        const heard = commands[at % Math.max(1, commands.length)];
        if (heard) for (const id of [...heard.seen, heard.id]) news.add(id);
      }
      for (const command of commands)
        if (news.has(command.id) && !seen.has(command.id)) {
          seen.add(command.id);
          execute(service, replica, command);
        }
      const command = request(service, replica, String(turn), draw);
      const id = `c${turn}`;
      commands.push({ ...command, id, seen: new Set(seen) });
      seen.add(id);
      execute(service, replica, command);
    }
    return commands;
  });

/** The commands in some order in which each comes after what its client had seen: `picks` says which. */
export const shuffled = (commands: readonly Requested[], picks: readonly number[]): Requested[] => {
  const done = new Set<string>();
  const order: Requested[] = [];
  while (order.length < commands.length) {
    const ready = commands.filter(({ id, seen }) => !done.has(id) && [...seen].every((before) => done.has(before)));
    const next = ready[(picks[order.length % picks.length] ?? 0) % ready.length]!;
    done.add(next.id);
    order.push(next);
  }
  return order;
};

export const picks = fc.array(fc.nat({ max: 5 }), { minLength: 7, maxLength: 7 });

/** What a service shows that executes these one by one. */
export const viewOf = (service: Service, commands: readonly Requested[]): string =>
  service.view(
    commands.reduce((state, { operation, stamp }) => service.execute(state, operation, stamp), service.empty),
  );
