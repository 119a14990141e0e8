import type { EvidenceRecord } from '@parley/evidence';
import { table } from '@parley/staging';
import { deliveredBy, sentBy } from '../../shown/seen';
import { groupShow } from '../../shown/shows';
import { stack } from '../stack';

const inView = (history: readonly EvidenceRecord[], process: string, size: number): boolean =>
  history.some(
    ({ event, process: at, note = '{}' }) =>
      event === 'view' && at === process && (JSON.parse(note) as { members: string[] }).members.length === size,
  );

/** The operations of a group, each by a process of its own. */
export const show = groupShow('group', 'operations', {
  title: 'createGroup, joinGroup, send, receive, leaveGroup, destroyGroup: one address, and a sender that is no member',
  rows: ['S46'],
  run: async ({ say }, inLab) =>
    inLab({ stack: [...stack] }, async (lab) => {
      const lines: string[][] = [];
      const got = (id: string) => ['p1', 'p2', 'p3'].filter((name) => deliveredBy(lab.history(), name).includes(id));
      const viewOf = async (index: number) => (await lab.players[index]!.tell({ do: 'count' })).view!.members;
      const send = async (index: number, to: number): Promise<string[]> => {
        const player = lab.players[index]!;
        const before = sentBy(lab.history(), player.name).length;
        await player.send({ count: 1 });
        await lab.until((history) => sentBy(history, player.name).length > before);
        const id = sentBy(lab.history(), player.name).at(-1)!;
        await lab.until(() => got(id).length >= to);
        return got(id);
      };
      const row = async (operation: string, by: string, delivered: string[] = []) =>
        lines.push([operation, by, (await viewOf(0)).join(' '), delivered.join(' ')]);

      const [p1] = await lab.members(['p1']);
      await row('createGroup()', 'p1');
      const p2 = await lab.join('p2');
      await row('joinGroup()', 'p2');
      const p3 = await lab.join('p3');
      await lab.until((history) => inView(history, 'p1', 3));
      await row('joinGroup()', 'p3');
      const views = await Promise.all([0, 1, 2].map(viewOf));
      const fromMember = await send(1, 3);
      await row('send()', 'p2', fromMember);
      await lab.outside('s');
      const fromOutside = await send(3, 3);
      await row('send()', 's, no member', fromOutside);
      const seenOutside = (await lab.players[3]!.tell({ do: 'count' })).view!.members;
      await p2.tell({ do: 'leave' });
      await lab.until(async () => (await viewOf(0)).length === 2);
      await row('leaveGroup()', 'p2');
      const afterLeaving = await send(3, 2);
      await row('send()', 's, no member', afterLeaving);
      await p1!.tell({ do: 'destroy' });
      const isOut = async () => (await p3.tell({ do: 'count' })).out;
      await lab.until(async () => (await isOut()) !== undefined);
      const told = await isOut();
      lines.push(['destroyGroup()', 'p1', '', '']);
      table(['operation', 'by', 'members', 'delivered at'], lines).forEach(say);
      say(`\nThe group's address, all that any of them was told: ${p1!.address}`);
      const addresses = new Set([p1, p2, p3].map((player) => player!.address));
      return [
        {
          says: 'All members have one view',
          measured: views.map((view) => view.join(' ')).join(' | '),
          holds: new Set(views.map((view) => view.join())).size === 1 && views[0]!.length === 3,
        },
        {
          says: 'Members share one address, and who sends there reaches all of them',
          measured: `${addresses.size} address; delivered at ${fromMember.join(' ')}`,
          holds: addresses.size === 1 && fromMember.length === 3,
        },
        {
          says: 'A sender need not be a member, and does not see the membership',
          measured: `delivered at ${fromOutside.join(' ')}; the sender sees ${seenOutside.length} members`,
          holds: fromOutside.length === 3 && seenOutside.length === 0,
        },
        {
          says: 'Who has left gets nothing more',
          measured: `delivered at ${afterLeaving.join(' ')}`,
          holds: afterLeaving.join() === 'p1,p3',
        },
        {
          says: 'When the group is destroyed every member is out of it',
          measured: `p3 is out: ${told}`,
          holds: told === 'destroyed',
        },
      ];
    }),
});
