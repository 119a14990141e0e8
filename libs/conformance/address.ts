import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Role, Style } from '@parley/taxonomy';

const shape = /^([a-z][\w+.-]*:\/\/(?:[^@/]*@)?)?([^/:@]+):(\d+)(\/.*)?$/i;

/** The parts of `scheme://host:port/path`, with `user:password@` as a part of the scheme; undefined where it is something else (a path, a name). */
export const partsOf = (address: string) => {
  const [, scheme = '', host = '', port = '', path = ''] = shape.exec(address) ?? [];
  return port === '' ? undefined : { scheme, host, port: Number(port), path };
};

/** Whether several can stand at this address at once: an IP multicast group. */
export const isShared = (address: string): boolean => /^(22[4-9]|23\d)\./.test(partsOf(address)?.host ?? '');

/** An address of that kind that nobody else has: a free port of loopback, a fresh path under `dir`. */
export const freeLike = (address: string, dir: string): string => {
  if (/^(ipc|unix|file):\/\//.test(address)) {
    const scheme = address.slice(0, address.indexOf('://'));
    return `${scheme}://${join(mkdtempSync(join(dir, 'path-')), 's')}`;
  }
  const parts = partsOf(address);
  if (!parts) return address;
  const host = isShared(address) ? parts.host : '127.0.0.1';
  return `${parts.scheme}${host}:0${parts.path}`;
};

/** Where a role binds in a trial; paths lie under `dir`. Empty: it does not bind, or the style's own default. */
export const placeOf = (style: Style, role: Role, dir: string): string[] => {
  if (!role.binds) return [];
  if (role.address && role.address.length > 0) return role.address.map((address) => freeLike(address, dir));
  return style.carrier === 'none' ? [] : [`${style.carrier}://127.0.0.1:0`];
};

/** The same address with another host and port. */
export const movedTo = (address: string, { host, port }: { host: string; port: number }): string => {
  const parts = partsOf(address);
  return parts ? `${parts.scheme}${host}:${port}${parts.path}` : address;
};
