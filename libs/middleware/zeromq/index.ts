/** A ZeroMQ pipeline whose workers ask for work: credit over ROUTER/DEALER, results over PUSH/PULL, nothing lost in between. */
export { openVentilator } from './ventilator';
export { openWorker } from './worker';
export type { Answer, Job, Ventilator, VentilatorOptions, VentilatorStats, Worker, WorkerOptions } from './types';
