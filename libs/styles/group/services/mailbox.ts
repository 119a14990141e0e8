import { drawn, type Service } from './service';

export type MailboxOperation = { do: 'add' | 'delete'; message: string };

/** A mailbox: the set of its messages. Each message is added once, under a name of its own. */
export const mailbox: Service<readonly string[], MailboxOperation> = {
  name: 'mailbox',
  empty: [],
  execute: (messages, operation) => {
    const others = messages.filter((message) => message !== operation.message);
    return operation.do === 'add' ? [...others, operation.message] : others;
  },
  choose: (messages, { turn }, draw) => {
    const message = drawn(draw, 0.5, messages);
    return message === undefined ? { do: 'add', message: `m${turn}` } : { do: 'delete', message };
  },
  view: (messages) => JSON.stringify([...messages].sort()),
  say: (operation) => `${operation.do} ${operation.message}`,
};
