import { createGroup, freeAddress, send, type Group } from '../transports';
import type { OpenMulticast } from '../orders/multicast';

/** Total causal order over IP multicast: the group’s own atomic multicast. */
export const atomic = ['udp', 'nack', 'relay', 'causal-sequencer'];

/** A group of this process’s own: its port is free, and no other run’s datagrams come in. */
const ownAddress = (): string =>
  freeAddress.udp.replace(/239\.77\.6\.1/, `239.78.${process.pid & 255}.${(process.pid >> 8) & 255}`);

/** The group’s own multicast: hosts in this process, with datagrams of loopback between them. */
export const overGroup =
  (stack: readonly string[] = atomic): OpenMulticast =>
  async (members, deliver) => {
    const groups = new Map<string, Group>();
    let address = ownAddress();
    for (const name of members) {
      const own = await createGroup({
        address,
        name,
        members,
        stack,
        deliver: ({ body }) => deliver(name, String(body)),
      });
      groups.set(name, own);
      address = own.address;
    }
    return {
      send: (member, text) => send(groups.get(member)!, text),
      close: async () => void (await Promise.all([...groups.values()].map((one) => one.close()))),
    };
  };
