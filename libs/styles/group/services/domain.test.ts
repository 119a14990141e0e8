import * as fc from 'fast-check';
import { forum, repliesTo, type ForumOperation } from './forum';
import { legalViews, viewAfter } from './legal';
import { mailbox, type MailboxOperation } from './mailbox';
import { sensors } from './sensors';
import { byStamp, type Service } from './service';
import { commandsOf, draws, picks, shuffled, viewOf } from './services.testing';
import { users, type UsersOperation } from './users';
import { usersMerged } from './users-merged';

const all: readonly Service[] = [mailbox, forum, users, usersMerged, sensors];
const stamp = { time: 1, by: 'p1' };

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
};

describe.each(all.map((service) => [service.name, service] as const))('%s', (_, service) => {
  test('is pure and deterministic: states are left as they are, the same again gives the same', () => {
    fc.assert(
      fc.property(commandsOf(service), (commands) => {
        let state = deepFreeze(service.empty);
        for (const command of commands) {
          const before = JSON.stringify(state);
          const next = service.execute(state, command.operation, command.stamp);
          expect(JSON.stringify(state)).toBe(before);
          expect(service.execute(state, command.operation, command.stamp)).toEqual(next);
          state = deepFreeze(next);
        }
      }),
      { seed: 51, numRuns: 300 },
    );
  });

  test('a client asks for what makes sense where it is: what is shown changes', () => {
    fc.assert(
      fc.property(commandsOf(service), draws, (commands, draw) => {
        const state = commands.reduce((was, one) => service.execute(was, one.operation, one.stamp), service.empty);
        const operation = service.choose(state, { by: 'p1', turn: 'x' }, draw);
        const next = service.execute(state, operation, { time: 100, by: 'p1' });
        expect(service.view(next)).not.toBe(service.view(state));
      }),
      { seed: 51, numRuns: 300 },
    );
  });

  test('the right states are those of the orders that respect what clients had seen', () => {
    fc.assert(
      fc.property(commandsOf(service), picks, (commands, chosen) => {
        const order = shuffled(commands, chosen);
        expect([...legalViews(service, commands)]).toContain(viewAfter(service, order));
        const reversed = [...order].reverse();
        if (commands.some(({ seen }) => seen.size > 0)) expect(viewAfter(service, reversed)).toBeUndefined();
      }),
      { seed: 51, numRuns: 300 },
    );
  });
});

test('mailbox: one state is right, what was added and not deleted', () => {
  fc.assert(
    fc.property(commandsOf(mailbox), (commands) => {
      const operations = commands.map(({ operation }) => operation as MailboxOperation);
      const deleted = new Set(operations.filter((one) => one.do === 'delete').map(({ message }) => message));
      const left = operations.filter((one) => one.do === 'add' && !deleted.has(one.message));
      expect([...legalViews(mailbox, commands)]).toEqual([JSON.stringify(left.map(({ message }) => message).sort())]);
    }),
    { seed: 51, numRuns: 500 },
  );
});

test('forum: one state is right, all posts under what they answer; replies may stand in several orders', () => {
  fc.assert(
    fc.property(commandsOf(forum), (commands) => {
      const posts = commands.map(({ operation }) => operation as ForumOperation);
      const expected = posts.map((one) => [one.post, one.do === 'reply' ? one.to : null] as const);
      expect([...legalViews(forum, commands)]).toEqual([forum.view(Object.fromEntries(expected))]);
    }),
    { seed: 51, numRuns: 500 },
  );
  const asked = forum.execute({}, { do: 'ask', post: 'q' }, stamp);
  const both = (...replies: string[]) =>
    replies.reduce((posts, post) => forum.execute(posts, { do: 'reply', post, to: 'q' }, stamp), asked);
  expect([repliesTo(both('a', 'b'), 'q'), repliesTo(both('b', 'a'), 'q')]).toEqual([
    ['a', 'b'],
    ['b', 'a'],
  ]);
  expect(forum.view(both('a', 'b'))).toBe(forum.view(both('b', 'a')));
});

test('users: a user that was removed is gone, else has the name of an update that no later one knew of', () => {
  let several = 0;
  fc.assert(
    fc.property(commandsOf(users), (commands) => {
      const views = [...legalViews(users, commands)];
      if (views.length > 1) several += 1;
      const given = commands.map(({ id, seen, operation }) => ({ id, seen, ...(operation as UsersOperation) }));
      for (const view of views) {
        const shown = new Map(JSON.parse(view) as [string, string][]);
        for (const { user } of given.filter((one) => one.do === 'add')) {
          const about = given.filter((one) => one.user === user);
          const last = about.filter(({ id }) => !about.some((other) => other.seen.has(id)));
          const isRemoved = about.some((one) => one.do === 'remove');
          const names = last.map((one) => (one.do === 'remove' ? undefined : one.name));
          expect(isRemoved ? [undefined] : names).toContain(shown.get(user));
        }
      }
    }),
    { seed: 51, numRuns: 500 },
  );
  // Where the order decides, one order is needed.
  expect(several).toBeGreaterThan(20);
});

test('users with a merge: any causal order gives what users show in the order of the stamps', () => {
  let [unlike, runs] = [0, 0];
  fc.assert(
    fc.property(commandsOf(usersMerged), picks, (commands, chosen) => {
      const right = viewAfter(
        users,
        [...commands].sort((a, b) => byStamp(a.stamp, b.stamp)),
      );
      expect(right).toBeDefined();
      const order = shuffled(commands, chosen);
      expect(viewOf(usersMerged, order)).toBe(right);
      runs += 1;
      if (viewOf(users, order) !== right) unlike += 1;
    }),
    { seed: 51, numRuns: 1000 },
  );
  // The same orders, without the merge.
  expect([runs, unlike > 20]).toEqual([1000, true]);
});

test('what makes no sense changes nothing', () => {
  expect(mailbox.execute(['m'], { do: 'delete', message: 'other' }, stamp)).toEqual(['m']);
  expect(forum.execute({}, { do: 'reply', post: 'r', to: 'q' }, stamp)).toEqual({});
  for (const service of [users, usersMerged]) {
    expect(service.execute({}, { do: 'update', user: 'u', name: 'n' }, stamp)).toEqual({});
    expect(service.execute({}, { do: 'remove', user: 'u' }, stamp)).toEqual({});
    const added = service.execute({}, { do: 'add', user: 'u', name: 'first' }, stamp);
    expect(service.execute(added as never, { do: 'add', user: 'u', name: 'second' }, stamp)).toEqual(added);
  }
});

test('sensors show what came last', () => {
  const read = (...readings: string[]) =>
    readings.reduce((state, reading) => sensors.execute(state, { do: 'read', sensor: 's', reading }, stamp), {});
  expect([read('1', '2'), read('2', '1')]).toEqual([{ s: '2' }, { s: '1' }]);
});
