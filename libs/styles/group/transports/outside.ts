import { Retryable } from '@parley/faults';
import { newMember, openGroup, type Group, type GroupOptions } from './group';

const askEveryMs = 150;
/** Who has not answered for so long is no contact any more. */
const silentMs = 700;

/** A process that sends to a group and is no member of it. */
export interface OutsideSender extends Group {
  /** Resolves when a member has answered lately; Retryable where none has within so many ms. */
  reached(withinMs: number): Promise<void>;
}

/**
 * Opens one. It knows the group’s address (in a mesh, one of its processes) and the stack, not the members: it asks who is
 * there, hands each message to one of those that answer, and to another where that one is gone.
 */
export async function openOutside(options: GroupOptions): Promise<OutsideSender> {
  const heard = new Map<string, { at: number; born: string }>();
  const watching = new Set<() => void>();
  let told = '';
  let born: string | undefined;

  const tell = (): void => {
    const since = performance.now() - silentMs;
    for (const [name, { at }] of heard) if (at < since) heard.delete(name);
    // As long as one of the group's members answers it is that group, and not one that was made at its address later.
    const isThere = [...heard.values()].some((one) => one.born === born);
    const before = born;
    if (!isThere) born = heard.values().next().value?.born ?? born;
    const contacts = [...heard].flatMap(([name, one]) => (one.born === born ? [name] : []));
    if (contacts.join() === told) return;
    told = contacts.join();
    group.host.on({ kind: 'contacts', contacts, anew: before !== undefined && before !== born });
  };
  const group = await openGroup(options, {
    member: newMember(options.name),
    view: { id: 0, members: [] },
    greeted: (name, isMember, of) => {
      if (isMember) heard.set(name, { at: performance.now(), born: of });
      else heard.delete(name);
      tell();
      for (const look of watching) look();
    },
  });
  const asking = setInterval(() => {
    group.host.ask();
    tell();
  }, askEveryMs);
  const close = async (): Promise<void> => {
    clearInterval(asking);
    await group.close();
  };
  return {
    ...group,
    reached: (withinMs) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer);
          watching.delete(look);
          settle();
        };
        const look = () => heard.size > 0 && end(resolve);
        const timer = setTimeout(
          () => end(() => reject(new Retryable(`no member of ${group.name} answered within ${withinMs} ms`))),
          withinMs,
        );
        watching.add(look);
        look();
      }),
    close,
  };
}
