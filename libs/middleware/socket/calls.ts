import { constants } from 'node:os';
import koffi from 'koffi';
import { Fatal } from '@parley/faults';

/** The calls of the socket interface themselves: each blocks this whole thread until the kernel lets it return. */
export interface Calls {
  /** A TCP socket of IPv4; its descriptor. */
  socket(): number;
  /** Port 0 takes a free one. */
  bind(socket: number, port: number): void;
  listen(socket: number, backlog: number): void;
  /** The port that the socket is bound to. */
  port(socket: number): number;
  /** Waits until a connection has been made; the descriptor of its socket. */
  accept(socket: number): number;
  connect(socket: number, port: number): void;
  /** How many of the bytes the kernel took. */
  send(socket: number, bytes: Buffer): number;
  /** Waits for bytes; empty when the other side has ended. */
  recv(socket: number, atMost: number): Buffer;
  close(socket: number): void;
}

const family = 2;
const stream = 1;
const addressBytes = 16;

/** struct sockaddr_in of a port on 127.0.0.1. */
const loopback = (port: number): Buffer => {
  const address = Buffer.alloc(addressBytes);
  address.writeUInt16LE(family, 0);
  address.writeUInt16BE(port, 2);
  address.set([127, 0, 0, 1], 4);
  return address;
};

const nameOf = (errno: number): string =>
  Object.entries(constants.errno).find(([, value]) => value === errno)?.[0] ?? String(errno);

/**
 * The C library's socket calls, on loopback, for programs that show what each of them waits for. Linux only; elsewhere
 * Fatal `unsupported`. A call that fails throws Fatal with the reason that the kernel gave, e.g. `ECONNREFUSED`.
 */
export function openCalls(): Calls {
  if (process.platform !== 'linux')
    throw new Fatal('the blocking socket calls are there on Linux only', { reason: 'unsupported' });
  const libc = koffi.load('libc.so.6');
  const checked = (name: string, declaration: string) => {
    const call = libc.func(declaration);
    return (...args: unknown[]): number => {
      const result = Number(call(...args));
      if (result >= 0) return result;
      const reason = nameOf(koffi.errno());
      throw new Fatal(`${name}: ${reason}`, { reason });
    };
  };
  const socket = checked('socket', 'int socket(int, int, int)');
  const bind = checked('bind', 'int bind(int, uint8_t *, uint32_t)');
  const listen = checked('listen', 'int listen(int, int)');
  const name = checked('getsockname', 'int getsockname(int, _Inout_ uint8_t *, _Inout_ uint32_t *)');
  const accept = checked('accept', 'int accept(int, void *, void *)');
  const connect = checked('connect', 'int connect(int, uint8_t *, uint32_t)');
  const send = checked('send', 'int64_t send(int, uint8_t *, size_t, int)');
  const recv = checked('recv', 'int64_t recv(int, _Out_ uint8_t *, size_t, int)');
  const close = checked('close', 'int close(int)');
  return {
    socket: () => socket(family, stream, 0),
    bind: (descriptor, port) => void bind(descriptor, loopback(port), addressBytes),
    listen: (descriptor, backlog) => void listen(descriptor, backlog),
    port: (descriptor) => {
      const address = Buffer.alloc(addressBytes);
      name(descriptor, address, [addressBytes]);
      return address.readUInt16BE(2);
    },
    accept: (descriptor) => accept(descriptor, null, null),
    connect: (descriptor, port) => void connect(descriptor, loopback(port), addressBytes),
    send: (descriptor, bytes) => send(descriptor, bytes, bytes.length, 0),
    recv: (descriptor, atMost) => {
      const bytes = Buffer.alloc(atMost);
      return bytes.subarray(0, recv(descriptor, bytes, atMost, 0));
    },
    close: (descriptor) => void close(descriptor),
  };
}
