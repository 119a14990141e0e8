import { openDatagram } from '@parley/middleware/datagram';
import type { OpenReceiver } from '@parley/roles';
import { openDesk } from '../isochronous/desk';
import { openStreams } from '../isochronous/streams';
import { decodeUnit } from '../isochronous/unit';
import { subStreamAt, type SubStream } from './parts';
import { style } from './style';

/** Takes the units of each sub-stream by a socket of its own; those in step go through one jitter buffer, by one clock. */
export const openReceiver: OpenReceiver = async ({ bind }, application) => {
  const addresses = bind.length > 0 ? bind : [...style.roles[0]!.address!];
  const desk = openDesk(style.id, application);
  const { timing } = subStreamAt(addresses[0]!);
  const streams = openStreams({ timing, play: desk.play, wrong: desk.refuse });
  let isOpen = true;

  const openPart = async (address: string, { name, path, inStep }: SubStream) => {
    const socket = await openDatagram({ bind: address }, (bytes) => {
      if (!isOpen) return;
      try {
        const unit = decodeUnit(bytes);
        desk.came(unit.message);
        streams.of(inStep ? unit.stream : `${unit.stream} ${name}`).arrive(unit, unit.message);
      } catch (error) {
        desk.refused(error);
      }
    });
    return { close: socket.close, address: `${socket.address}/${path}` };
  };
  const parts = await Promise.all(addresses.map((address) => openPart(address, subStreamAt(address))));

  let closing: Promise<void> | undefined;
  const close = async () => {
    isOpen = false;
    await streams.drained();
    await desk.done();
    await Promise.all(parts.map((part) => part.close()));
  };
  return { addresses: parts.map(({ address }) => address), close: () => (closing ??= close()) };
};
