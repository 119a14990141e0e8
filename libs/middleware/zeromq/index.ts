/** A ZeroMQ pipeline whose workers ask for work: credit over ROUTER/DEALER, results over PUSH/PULL, nothing lost in between. */
export { openVentilator } from './ventilator';
export type { Answer, Job, Ventilator, VentilatorOptions, VentilatorStats } from './ventilator';
export { openWorker } from './worker';
export type { Worker, WorkerOptions } from './worker';
