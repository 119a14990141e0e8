import type { Fatal } from '@parley/faults';

export interface Job {
  /** Unique among the jobs of all ventilators. */
  id: string;
  body: Buffer;
  headers: Record<string, string>;
}

export interface Answer {
  body: Buffer;
  /** As the worker gave them, with the `traceparent` of the result for a gathering span to link to. */
  headers: Record<string, string>;
  worker: string;
}

export interface VentilatorStats {
  /** Jobs without an answer yet, handed out or not. */
  held: number;
  answered: number;
  /** Jobs handed out again. */
  resent: number;
  /** Results of jobs that were answered or given up before. */
  duplicates: number;
  /** Frames that nobody of ours can have sent. */
  dropped: number;
  /** Jobs refused because the queue was full. */
  refused: number;
  workers: { name: string; outstanding: number; dealt: number }[];
}

export interface Ventilator {
  /** Where the workers connect: `jobs` for `connect`, `results` for `sink`. */
  addresses: { jobs: string; results: string };
  run(job: Job, options: { deadlineMs: number }): Promise<Answer>;
  stats(): VentilatorStats;
  drain(): Promise<void>;
  close(): void;
}

export interface VentilatorOptions {
  /** tcp:// addresses of jobs and results; port `*`: a free one. */
  bind: string;
  sinkBind: string;
  channel: string;
  resultChannel: string;
  /** A job without a result for so long is handed out again; milliseconds. */
  resendAfterMs: number;
  /** Jobs held at once, handed out or waiting. */
  maxQueued: number;
  /** A worker silent for so long is gone; milliseconds, more than twice its heartbeat. */
  goneAfterMs?: number;
  /** Called when a job has been handed to the middleware. */
  onDealt?: (id: string) => void;
}

export interface Worker {
  /** Asks for no more, finishes what it has, sends those results. */
  drain(): Promise<void>;
  /** Closes at once; what it still had is handed to another worker. */
  close(): void;
  stats(): { handled: number; failed: number; repeated: number; dropped: number; lost: number };
}

export interface WorkerOptions {
  /** tcp:// addresses of the ventilator's jobs and results. */
  connect: string;
  sink: string;
  name: string;
  /** Jobs that may be here at once: one in hand, the others waiting. 1 or more. */
  credit: number;
  handle(job: Job): Promise<{ body: Buffer; headers: Record<string, string> }>;
  /** Told of frames that no ventilator of ours can have sent. */
  refused?: (error: Fatal) => void;
  heartbeatMs?: number;
}
