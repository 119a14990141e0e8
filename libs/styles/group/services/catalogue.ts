import { forum } from './forum';
import { mailbox } from './mailbox';
import type { Outcome } from './outcome';
import type { Setting } from './runs';
import { usersMerged } from './users-merged';
import { users } from './users';
import type { Service } from './service';

/** A service, the order that it needs, and an order that is too weak for it. All over reliable multicast. */
export interface Entry {
  service: Service;
  right: Service;
  needs: { order: string; layers: readonly string[] };
  /** With how it ends badly there, and what is seen. */
  weaker: readonly { order: string; layers: readonly string[]; bad: Outcome['is']; title: string }[];
}

const reliable = ['nack', 'relay'];
const fifo = { order: 'FIFO', layers: [...reliable, 'fifo'] };
const causal = { order: 'causal', layers: [...reliable, 'causal'] };
const total = { order: 'total', layers: [...reliable, 'sequencer'] };
const totalCausal = { order: 'total causal', layers: [...reliable, 'causal-sequencer'] };

/** The services that converge. What is right for the users with a merge is said by the users without one. */
export const catalogue: readonly Entry[] = [
  {
    service: mailbox,
    right: mailbox,
    needs: causal,
    weaker: [{ ...fifo, bad: 'diverged', title: 'Mailbox, FIFO: the deletion of m0 overtakes m0' }],
  },
  {
    service: forum,
    right: forum,
    needs: causal,
    weaker: [{ ...fifo, bad: 'diverged', title: 'Forum, FIFO: a reply overtakes what it answers' }],
  },
  {
    service: users,
    right: users,
    needs: totalCausal,
    weaker: [
      { ...causal, bad: 'diverged', title: 'Users, causal: two concurrent updates of u0' },
      {
        ...total,
        bad: 'alike and wrong',
        title: 'Users, total and not causal: the update of u0 comes before its add, everywhere',
      },
    ],
  },
  {
    service: usersMerged,
    right: users,
    needs: causal,
    weaker: [{ ...fifo, bad: 'diverged', title: 'Users with a merge, FIFO: an update overtakes the add' }],
  },
];

/** The service of an entry over some layers. */
export const settingOf = ({ service, right }: Entry, { layers }: { layers: readonly string[] }): Setting => ({
  service,
  right,
  layers,
});
