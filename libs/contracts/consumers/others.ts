import { calls, type Contract } from '../contract';

/** What the observer needs of a question about a journey. */
export const observer: Contract[] = [
  calls('observer', 'parley.observer.v1.Observer').request('Journey', { orderId: 'text' }),
];

/** What whoever loads the catalogue is told by inventory. */
export const loader: Contract[] = [
  calls('loader', 'parley.inventory.v1.Inventory').response('LoadProducts', { added: 'number', known: 'number' }),
];

const control = calls('every service', 'parley.control.v1.Control');
const letters = calls('every service', 'parley.control.v1.DeadLetters');

/** What the control services, the same in every process, need of whoever asks. */
export const everyService: Contract[] = [
  control.request('Describe', {}),
  control.request('SetFault', { crashAt: 'string' }),
  letters.request('List', {}),
  letters.request('Show', { queue: 'text', limit: 'number' }),
  letters.request('Redrive', { queue: 'text', limit: 'number' }),
];
