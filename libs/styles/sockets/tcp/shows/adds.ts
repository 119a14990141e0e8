import type { Finding, Show } from '@parley/roles';
import { openCast, table } from '@parley/staging';
import type { Added } from '../../shown/added';
import * as alone from '../../shown/adds';
import { references, repetition, severalServers } from '../../shown/adds-calls';
import { acknowledged, handedOutAgain, passedOn } from '../../shown/adds-peers';
import { manyReceivers, standingStill } from '../../shown/adds-processes';

export const show: Show = {
  title: 'What each style adds over a bare socket',
  rows: ['S7'],
  run: async ({ say, out }): Promise<Finding[]> => {
    const cast = openCast(out);
    try {
      const { messageBoundaries, correlation, errors, representation, reconnection, names } = alone;
      const added: Added[] = [];
      for (const point of [messageBoundaries, correlation, errors, representation, reconnection, names, repetition])
        added.push(await point());
      added.push(await severalServers(), ...(await references()));
      for (const points of [standingStill, acknowledged, manyReceivers]) added.push(...(await points(cast)));
      for (const point of [handedOutAgain, passedOn]) added.push(await point(cast));
      const rows = added.map(({ style, point, socket, seen }) => [style, point, socket, seen]);
      for (const line of table(['style', 'what it adds', 'a bare socket', 'there'], rows)) say(line);
      say(
        '\nMPI’s own: parley style mpi --show send-modes. None of these keeps a message for a receiver that does not run:',
      );
      say('a queue or a log does.');
      return added.map(({ point, socket, lacks, style, seen, has }) => ({
        says: `${style}: ${point}`,
        measured: `socket: ${socket}; ${style}: ${seen}`,
        holds: lacks && has,
      }));
    } finally {
      await cast.close();
    }
  },
};
