import type { IStompSocket } from '@stomp/stompjs';
import { connectBroker, hopelessOf, type BrokerAddress } from '../brokered';

/**
 * A TCP connection in the shape of a WebSocket, which is what the library knows: STOMP is a protocol of TCP, and its
 * frames say themselves where they end. `left` says how many bytes wait to leave, `drained` is called when none does,
 * `hopeless` where no other attempt will do better.
 */
export const openStompSocket = (address: BrokerAddress, drained: () => void, hopeless: (why: Error) => void) => {
  const { socket, opened } = connectBroker(address);
  let isOpen = false;
  let why = 'the connection ended';
  const shape = {
    url: `tcp://${address.host}:${address.port}`,
    binaryType: 'arraybuffer',
    get readyState() {
      // CONNECTING, OPEN, CLOSED as WebSocket counts them.
      return socket.destroyed ? 3 : isOpen ? 1 : 0;
    },
    send: (data: string | ArrayBuffer) => {
      if (!socket.destroyed) socket.write(typeof data === 'string' ? data : Buffer.from(data));
    },
    close: () => socket.destroy(),
    terminate: () => socket.destroy(),
  } as unknown as IStompSocket;
  socket.once(opened, () => {
    isOpen = true;
    shape.onopen?.({});
  });
  socket.on('data', (chunk) => shape.onmessage?.({ data: chunk }));
  socket.on('drain', drained);
  socket.on('error', (error) => {
    why = error.message;
    const fatal = hopelessOf(address.shown, error);
    if (fatal) hopeless(fatal);
  });
  const gone = new Promise<string>((resolve) => {
    socket.on('close', () => {
      shape.onclose?.({ code: 1006, reason: why });
      resolve(why);
    });
  });
  return { shape, gone, left: () => socket.writableLength, destroy: () => socket.destroy() };
};
