import { Fatal } from '@parley/faults';

/** `tcp://host:port`, or bare `host:port`, as libp2p writes it. Throws Fatal `address`. */
export const toMultiaddr = (address: string): string => {
  const [, host, port] = /^(?:tcp:\/\/)?([^/:?]+):(\d+)$/.exec(address) ?? [];
  if (!host || !port)
    throw new Fatal(`not an address of a peer: ${address}; write tcp://host:port`, { reason: 'address' });
  return `/${/^[\d.]+$/.test(host) ? 'ip4' : 'dns4'}/${host}/tcp/${port}`;
};

/** The reverse; the peer's id behind it is left out. */
export const fromMultiaddr = (text: string): string => {
  const [, , host, , port] = text.split('/');
  return `tcp://${host}:${port}`;
};
