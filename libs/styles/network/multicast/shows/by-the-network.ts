import type { Show } from '@parley/roles';
import { openCast } from '@parley/staging';
import { anycast } from '../../shown/anycast';
import { broadcast } from '../../shown/broadcast';
import { multicast, unordered } from '../../shown/multicast';

/** Broadcast, multicast and anycast as the network itself does them, with what they do not promise. */
export const show: Show = {
  title: 'By the network: broadcast, IP multicast, anycast',
  rows: ['S45'],
  run: async ({ say, out }) => {
    const cast = openCast(out);
    try {
      const findings = [];
      for (const part of [broadcast, multicast, unordered, anycast]) findings.push(...(await part(cast, say)));
      return findings;
    } finally {
      await cast.close();
    }
  },
};
