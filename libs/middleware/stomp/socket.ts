import { connect } from 'node:net';
import type { IStompSocket } from '@stomp/stompjs';

/**
 * A TCP connection in the shape of a WebSocket, which is what the library knows: STOMP is a protocol of TCP, and its
 * frames say themselves where they end. `left` says how many bytes wait to leave, `drained` is called when none does.
 */
export const openStompSocket = (host: string, port: number, drained: () => void) => {
  const socket = connect({ host, port, noDelay: true });
  let why = 'the connection ended';
  const shape = {
    url: `tcp://${host}:${port}`,
    binaryType: 'arraybuffer',
    get readyState() {
      // CONNECTING, OPEN, CLOSED as WebSocket counts them.
      return socket.connecting ? 0 : socket.destroyed ? 3 : 1;
    },
    send: (data: string | ArrayBuffer) => {
      if (!socket.destroyed) socket.write(typeof data === 'string' ? data : Buffer.from(data));
    },
    close: () => socket.destroy(),
    terminate: () => socket.destroy(),
  } as unknown as IStompSocket;
  socket.on('connect', () => shape.onopen?.({}));
  socket.on('data', (chunk) => shape.onmessage?.({ data: chunk }));
  socket.on('drain', drained);
  socket.on('error', (error) => {
    why = error.message;
  });
  const gone = new Promise<string>((resolve) => {
    socket.on('close', () => {
      shape.onclose?.({ code: 1006, reason: why });
      resolve(why);
    });
  });
  return { shape, gone, left: () => socket.writableLength, destroy: () => socket.destroy() };
};
