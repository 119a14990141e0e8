import type { Toxic } from './toxics';

export interface Target {
  host: string;
  port: number;
}

/** What passes may be looked at and changed; undefined swallows it. `cut` ends that connection. */
export interface Tap {
  toServer?(chunk: Buffer, connection: object, cut: () => void): Buffer | undefined;
  toClient?(chunk: Buffer, connection: object, cut: () => void): Buffer | undefined;
}

/** What has passed so far. */
export interface Counters {
  /** Connections, or on UDP clients. */
  accepted: number;
  /** Bytes that went on, towards the target and from it. */
  upstream: number;
  downstream: number;
  /** Connections that `cut_after_request` cut. */
  cut: number;
}

export interface FaultProxy {
  host: string;
  port: number;
  /** Puts a fault in the way; returns its name. Throws Fatal `unsupported` or `in-use`. */
  addToxic(toxic: Toxic): string;
  /** Takes it out; what waited for it on TCP goes on at once. Throws Fatal `not-found`. */
  removeToxic(name: string): void;
  /** As Toxiproxy's: no toxics, and enabled; black hole and refusal end too. Resolves when it listens. */
  reset(): Promise<void>;
  /** `false` is down: nobody listens, connections are reset. Resolves when it is so. The port stays the same. */
  setEnabled(enabled: boolean): Promise<void>;
  /** Resets every connection; what is on its way is lost. */
  cut(): void;
  /**
   * While on, nothing passes in either direction and nobody is told: a cable pulled out. What TCP had in hand goes on
   * when the cable is in again; datagrams are lost.
   */
  blackHole(on: boolean): void;
  /** While on, new connections are reset. */
  refuse(on: boolean): void;
  /** How many there are now. */
  connections(): number;
  counters(): Counters;
  close(): Promise<void>;
}
