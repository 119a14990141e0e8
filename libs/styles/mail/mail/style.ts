import { claim, type Style } from '@parley/taxonomy';

/** Bytes of the largest body; as base64, with its head, it is well below what the servers take (10 MiB). */
export const maxBytes = 1024 * 1024;

export const style: Style = {
  id: 'mail',
  title: 'E-mail: two servers between, an out queue and a mailbox on disk',
  family: 'mail',
  middleware: 'SMTP and maildirs',
  carrier: 'tcp',
  rows: ['S21'],
  persistence: claim(
    'queue',
    'a mail lies in the out queue, then in the mailbox, until its reader is done with it',
    'receiver after sender',
  ),
  release: claim(
    'stored',
    'the sender’s server answers 250 when the mail is in its out queue, on disk',
    'broker killed',
  ),
  cardinality: claim(
    'unicast',
    'a mail goes to one mailbox, and one reader at a time has the mailbox',
    'two receivers',
  ),
  order: claim(
    { kinds: [], scope: 'none' },
    'mails travel by several connections, and one that is put off is overtaken',
    'order under faults',
  ),
  delivery: claim(
    'at least once',
    'what was not answered with 250 is sent again, and what was not done with is read again',
    'delivery under faults',
  ),
  full: claim('block', 'a mail waits for a connection to the sender’s server, until its deadline', 'burst'),
  absent: claim('stored', 'the mailbox needs no reader', 'receiver absent'),
  tellsOfLoss: claim(
    true,
    'what is not taken is refused at once, and what cannot be delivered comes back as a mail',
    'delivery under faults',
  ),
  uncoupling: {
    space: claim(
      true,
      'the sender knows a mail address and its own server: not where, or as which process, it is read',
      'what each side knows',
    ),
    time: claim(true, 'servers and disks keep the mail meanwhile', 'receiver after sender'),
    synchronisation: claim(true, 'the sender waits for its own server only', 'receiver frozen'),
  },
  replays: claim(false, 'what has been taken and acknowledged is gone', 'read again'),
  carries: { notify: true, reserve: false },
  headers: true,
  maxBytes,
  roles: [
    {
      name: 'recipient-server',
      part: 'middle',
      binds: true,
      connects: [],
      address: ['smtp://127.0.0.1:5425', 'file://.parley/mail/recipient-server'],
      port: 5425,
      knows: ['its users'],
    },
    {
      name: 'sender-server',
      part: 'middle',
      binds: true,
      connects: ['recipient-server'],
      address: ['smtp://127.0.0.1:5424', 'file://.parley/mail/sender-server'],
      port: 5424,
      knows: ['the recipient’s server'],
    },
    {
      name: 'recipient',
      aliases: ['receiver'],
      part: 'receiver',
      connects: ['recipient-server'],
      knows: ['its mailbox'],
    },
    {
      name: 'sender',
      part: 'sender',
      connects: ['sender-server'],
      knows: ['its own server', 'the recipient’s mail address'],
    },
  ],
  setup: [],
};
