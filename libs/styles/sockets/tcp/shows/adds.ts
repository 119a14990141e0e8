import type { Finding, Show } from '@parley/roles';
import { openCast, table } from '@parley/staging';
import * as alone from '../../shown/adds';
import { manyReceivers, standingStill } from '../../shown/adds-processes';

export const show: Show = {
  title: 'What the styles add over a bare socket',
  rows: ['S7'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const cast = openCast(out);
    try {
      const { messageBoundaries, correlation, errors, representation, reconnection, names } = alone;
      const added = [];
      for (const point of [messageBoundaries, correlation, errors, representation, reconnection, names])
        added.push(await point());
      added.push(...(await standingStill(cast)), await manyReceivers(cast));
      const rows = added.map(({ point, socket, style, seen }) => [point, socket, style, seen]);
      for (const line of table(['what is added', 'a bare socket', 'style', 'there'], rows)) say(line);
      say('\nNone of these keeps a message for a receiver that does not run: a queue or a log does.');
      return added.map(({ point, socket, lacks, style, seen, has }) => ({
        says: point,
        measured: `socket: ${socket}; ${style}: ${seen}`,
        holds: lacks && has,
      }));
    } finally {
      await cast.close();
    }
  },
};
