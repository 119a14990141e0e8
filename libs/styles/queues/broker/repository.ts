import { v7 as uuid } from 'uuid';
import type { Rabbit } from '@parley/middleware/rabbitmq';
import { edited, idOf, readEdit, type Edit, type Rules } from './rules';
import { repository } from './topology';

/** Changes the rules of the broker, while it runs or before. Resolves when the edit is stored: it is in force when the matcher has read it. */
export const editRules = (publisher: ReturnType<Rabbit['publisher']>, edit: Edit): Promise<void> =>
  publisher.publish({
    exchange: '',
    routingKey: repository,
    type: 'rule-edit',
    contentType: 'application/json',
    messageId: uuid(),
    body: Buffer.from(JSON.stringify(edit)),
  });

/** What a matcher is told of its turn. */
export interface Turn {
  /** All rules have been read: they hold from now on, with each edit that comes. */
  begins(): void;
  /** The rules are another's to read, or this one's once more: nothing is to be matched until the next turn. */
  ends(): void;
}

/** What the matcher knows of the rules. */
export interface Repository {
  /** Those in force. */
  rules(): Rules;
  close(): Promise<void>;
}

const marksEveryMs = 500;

/**
 * Reads the rules, and each edit as it comes. An edit that is in force is held and not acknowledged: when this process or
 * its connection is gone the broker has it again, at its place, for the next one. It is acknowledged when another takes
 * its place.
 */
export const openRepository = (rabbit: Rabbit, { begins, ends }: Turn): Repository => {
  const publisher = rabbit.publisher();
  const held = new Map<string, () => void>();
  const mark = uuid();
  let [inForce, read]: [Rules, Rules] = [new Map(), new Map()];
  let isMyTurn = false;

  const free = (id: string) => {
    held.get(id)?.();
    held.delete(id);
  };

  const lost = () => {
    for (const id of [...held.keys()]) free(id);
    read = new Map();
    if (isMyTurn) ends();
    isMyTurn = false;
  };

  const options = { queue: repository, prefetch: 0, timeoutMs: 0, drainMs: 0, lost };
  const consumer = rabbit.consume(options, async ({ body }) => {
    const edit = readEdit(body);
    const isMark = 'mark' in edit;
    if (isMark && edit.mark !== mark) return;
    read = edited(read, edit);
    if (isMyTurn || isMark) inForce = read;
    if (isMark && !isMyTurn) begins();
    isMyTurn ||= isMark;
    const id = idOf(edit);
    if (id === undefined) return;
    free(id);
    if ('put' in edit) await new Promise<void>((release) => held.set(id, release));
  });

  // A mark lies behind all rules. Whoever reads before this one's turn takes it away: it is put there again.
  const putMark = () => void (isMyTurn || editRules(publisher, { mark }).catch(() => undefined));
  const marking = setInterval(putMark, marksEveryMs);
  putMark();
  const close = async () => {
    clearInterval(marking);
    await consumer.drain();
  };
  return { rules: () => inForce, close };
};
