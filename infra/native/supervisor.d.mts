/** Types of supervisor.mjs, for the end-to-end tests. */
export interface BrokerAddresses {
  amqpUrl: string;
  rabbitApi: string;
  kafkaBrokers: string;
  databaseUrl?: string;
}

export type BrokerName = 'rabbitmq' | 'kafka' | 'postgres';
export type Signal = 'SIGKILL' | 'SIGTERM' | 'SIGINT' | 'SIGSTOP' | 'SIGCONT';

/** A process that is kept running; its fields follow it. */
export interface Kept {
  readonly name: string;
  readonly status: 'starting' | 'ready' | 'dying' | 'dead' | 'failed' | 'stopped';
  readonly pid: number | undefined;
  /** How often it was started again. */
  readonly restarts: number;
  /** Resolves when it is ready, now or next; rejects when it was stopped or could not start. */
  up(): Promise<Kept>;
  /** True when the signal was sent. Unless it was stopped, the process is started again. */
  kill(signal: Signal): boolean;
  stop(options?: { graceMs?: number }): Promise<void>;
}

export interface Brokers {
  readonly addresses: BrokerAddresses;
  process(name: BrokerName): Kept;
  /** Default SIGKILL. */
  kill(name: BrokerName, signal?: Signal): boolean;
  /** All of them, or that one. */
  waitReady(name?: BrokerName): Promise<unknown>;
  stop(): Promise<unknown>;
}

/** Brokers of their own in `base`, started and ready. Data in `base` is used again. */
export function startBrokers(options: {
  base: string;
  which: BrokerName[];
  ports?: 'free' | 'table';
  onLine?: (line: string) => void;
  onReady?: (name: BrokerName) => void;
}): Promise<Brokers>;

export interface System {
  readonly run: string;
  /** The path of the state file (PARLEY_STATE of the command line). */
  readonly state: string;
  readonly addresses: BrokerAddresses & {
    gateway: string;
    observer: string;
    smtpUrl: string;
    otlpUrl: string;
    orders: string;
    pricing: string;
    inventory: string;
    fulfilment: string;
    notifications: string;
    analytics: string;
    mail: string;
  };
  /** The variables that all services share, PARLEY_DATA included. */
  readonly env: Record<string, string>;
  readonly folders: { base: string; data: string; mail: string; log: string; run: string };
  readonly processes: Kept[];
  /** 'packing-2'; 'orders' is 'orders-1'. Throws for a name that is not there. */
  process(name: string): Kept;
  /** Default SIGKILL. It is started again, without PARLEY_CRASH_AT. */
  kill(name: string, signal?: Signal): boolean;
  waitReady(name?: string): Promise<unknown>;
  /** Stops (SIGTERM) and starts the processes of these apps. */
  restart(apps: string[]): Promise<unknown>;
  /** The end of a process's log. */
  logOf(name: string, lines?: number): string;
  /** Gateway first, mailhost and observer last; SIGKILL to what does not stop in 20 s. */
  stop(): Promise<void>;
}

/** Starts the services and returns at once; `waitReady()` resolves when all of them are ready. */
export function startSystem(options: {
  /** Folder of data, mails, logs and the state file; default `.parley`. */
  base?: string;
  ports?: 'free' | 'table';
  brokers: BrokerAddresses;
  /** Processes a service: {packing: 3, 'pricing-worker': 2}. */
  instances?: Record<string, number>;
  /** For every service, beside the environment of this process: {PARLEY_CRASH_AT, PARLEY_FAULTS, PARLEY_EVIDENCE, …}. */
  env?: Record<string, string>;
  /** Only these services. */
  services?: string[];
  /** Folder of the bundles; default `.parley/dist` (build them first: build() of build.mjs). */
  dist?: string;
  run?: string;
  /** Told when a process dies and when it is up again. */
  onLine?: (line: string) => void;
}): Promise<System>;
