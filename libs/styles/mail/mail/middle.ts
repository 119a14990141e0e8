import { access } from 'node:fs/promises';
import { deliver, makeMaildir, openRelay, refusal, serveMail } from '@parley/middleware/smtp';
import type { Middle, OpenMiddle, Place } from '@parley/roles';
import { mailboxOf, recipient, serverAt, userOf } from './places';

/** What may be the name of a user, and with it of a folder. */
const isName = (user: string): boolean => /^[a-z0-9][a-z0-9._+-]*$/i.test(user);

const addressesOf = (host: string, port: number, folder: string) => [`smtp://${host}:${port}`, `file://${folder}`];

/** The recipient's server: takes mail for those whose mailbox it has, 250 when it lies there. */
const openRecipientServer = async ({ bind }: Place): Promise<Middle> => {
  const { host, port, folder } = serverAt('recipient-server', bind);
  await makeMaildir(mailboxOf(folder, userOf(recipient)));
  const server = await serveMail({
    host,
    port,
    recipient: async (address) => {
      const user = userOf(address);
      const isHere =
        isName(user) &&
        (await access(mailboxOf(folder, user)).then(
          () => true,
          () => false,
        ));
      if (!isHere) throw refusal(550, `5.1.1 there is no mailbox ${JSON.stringify(user)} here`);
    },
    keep: async ({ to, raw }) => void (await deliver(mailboxOf(folder, userOf(to)), raw)),
  });
  return { addresses: addressesOf(host, server.port, folder), close: server.close };
};

/** The sender's server: takes mail for anyone, 250 when it is in the out queue, and passes it on. */
const openSenderServer = async ({ bind, connect }: Place): Promise<Middle> => {
  const { host, port, folder } = serverAt('sender-server', bind);
  const relay = await openRelay({
    folder: `${folder}/queue`,
    url: serverAt('recipient-server', connect).url,
    name: 'sender.example',
    giveBack: async ({ to, raw }) => {
      const mailbox = mailboxOf(`${folder}/mailboxes`, isName(userOf(to)) ? userOf(to) : 'postmaster');
      await makeMaildir(mailbox);
      await deliver(mailbox, raw);
    },
  });
  const server = await serveMail({ host, port, keep: relay.accept });
  const close = async () => {
    await server.close();
    await relay.close();
  };
  return { addresses: addressesOf(host, server.port, folder), close };
};

/** Who is given another server's address, or called so, is the sender's server; the other is the recipient's. */
export const openMiddle: OpenMiddle = (place) =>
  place.connect.length > 0 || place.name === 'sender-server' ? openSenderServer(place) : openRecipientServer(place);
