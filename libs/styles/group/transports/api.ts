import { Fatal } from '@parley/faults';
import { destroyed, textOf, within } from './body';
import { newMember, openGroup, type Delivered, type Group, type GroupOptions } from './group';

/**
 * Makes a group whose first member is this process, or, with `members`, one that begins with all of these, each of which
 * makes it. Resolves when it receives. Throws Fatal `senseless` for layers that do not go together, `address`.
 */
export async function createGroup(options: GroupOptions): Promise<Group> {
  const { name, members } = options;
  if (members && !members.includes(name))
    throw new Fatal(`${name} is not among the members ${members.join(', ')}`, { reason: 'not-a-member' });
  const member = members ? name : newMember(name);
  const view = { id: 1, members: members ?? [member] };
  return openGroup(options, { member, view, bind: options.address, born: members ? '' : member });
}

const askEveryMs = 100;

/**
 * Becomes a member of a group that is there: resolves with the first view that this process is in, everything from that
 * view on is delivered to it. Retryable where no member answers within the deadline. The stack needs `views`.
 */
export async function joinGroup(options: GroupOptions): Promise<Group> {
  const { deadlineMs = 5000, name } = options;
  const contacts = new Set<string>();
  const member = newMember(name);
  let [met, joined]: (() => void)[] = [];
  let into: string | undefined;
  const meeting = new Promise<void>((resolve) => (met = resolve));
  const joining = new Promise<void>((resolve) => (joined = resolve));
  const group = await openGroup(options, {
    member,
    view: { id: 0, members: [] },
    bind: options.address,
    greeted: (other, isMember, born) => {
      if (!isMember || born !== (into ??= born)) return;
      group.host.bornIn(born);
      contacts.add(other);
      met!();
    },
    installed: ({ members }) => members.includes(member) && joined!(),
  });
  const asking = setInterval(() => {
    if (contacts.size === 0) group.host.ask();
  }, askEveryMs);
  try {
    await within(meeting, `no member of ${group.name} answered`, deadlineMs);
    group.host.on({ kind: 'join', contacts: [...contacts] });
    await within(joining, `${group.name} did not take ${name} in`, deadlineMs);
    return group;
  } catch (error) {
    await group.close();
    throw error;
  } finally {
    clearInterval(asking);
  }
}

/** Stops being a member: resolves when the others have a view without this process, or at the deadline, when it just goes. */
export async function leaveGroup(group: Group): Promise<void> {
  group.host.on({ kind: 'leave' });
  await within(group.left, 'leaving', group.options.deadlineMs ?? 5000).catch(() => undefined);
  await group.close();
}

/**
 * Ends the group: the last message that it carries. Each member that it is delivered to is out of it (`left` resolves with
 * `destroyed`) and may close it; resolves when this process is.
 */
export async function destroyGroup(group: Group): Promise<void> {
  group.host.on({ kind: 'submit', body: destroyed });
  await within(group.left, 'the group was not destroyed', group.options.deadlineMs ?? 5000);
  await group.host.handed();
  await group.close();
}

/**
 * Multicasts to the group, when others have taken enough of what was sent before. Resolves when what leaves this process
 * for it has left; what a change of the membership holds up follows by itself. Nothing is known of any member then.
 * Retryable, and nothing sent, where there was no room within so many ms.
 */
export async function send(group: Group, body: string | Uint8Array, withinMs = 5000): Promise<void> {
  await group.host.room(withinMs);
  group.host.on({ kind: 'submit', body: textOf(body) });
  await group.host.handed();
}

/** The next message that is delivered, in the stack’s order. Retryable where none is within so many ms. */
export const receive = (group: Group, withinMs = 5000): Promise<Delivered> => group.next(withinMs);
