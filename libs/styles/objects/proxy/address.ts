import { Fatal } from '@parley/faults';
import { style } from './style';

/** The host and port of `tcp://host:port` or `host:port`; the style's own where none is given. Throws Fatal `bad-address`. */
export const placeOf = ([given = style.roles[0]!.address![0]!]: readonly string[]) => {
  const [, host = '', port = ''] = /^(?:tcp:\/\/)?([^/:]+):(\d+)$/.exec(given) ?? [];
  if (!port) throw new Fatal(`${given} is no address: tcp://host:port`, { reason: 'bad-address' });
  return { host, port: Number(port) };
};
