import { openDatagram, peerOf } from '@parley/middleware/datagram';
import type { OpenReceiver } from '@parley/roles';
import { openDesk } from './desk';
import { openStreams } from './streams';
import { style } from './style';
import { timingAt } from './timing';
import { decodeUnit } from './unit';

/** Takes units as they come, and gives them to the application when their time has come. */
export const openReceiver: OpenReceiver = async ({ bind: [address = style.roles[0]!.address![0]!] }, application) => {
  const { path } = peerOf(address);
  const desk = openDesk(style.id, application);
  const streams = openStreams({ timing: timingAt(address), play: desk.play, wrong: desk.refuse });
  let isOpen = true;
  const take = (bytes: Buffer): void => {
    if (!isOpen) return;
    try {
      const unit = decodeUnit(bytes);
      desk.came(unit.message);
      streams.of(unit.stream).arrive(unit, unit.message);
    } catch (error) {
      desk.refused(error);
    }
  };
  const socket = await openDatagram({ bind: address }, take);
  let closing: Promise<void> | undefined;
  const close = async () => {
    isOpen = false;
    await streams.drained();
    await desk.done();
    await socket.close();
  };
  return {
    addresses: [`${socket.address}/${path}`],
    close: () => (closing ??= close()),
  };
};
