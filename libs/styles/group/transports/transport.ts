import type { Fatal } from '@parley/faults';

/** A frame that came, and where its sender is reached, as far as the transport sees it; else the frame says it itself. */
export type Take = (frame: Buffer, where?: string) => void;

/**
 * The lowest layer: carries frames between the processes of a group. It promises nothing: a frame may be lost, doubled,
 * overtaken. Which of that can happen is the transport's matter.
 */
export interface Transport {
  /** Where others reach this process. */
  address: string;
  /** The most bytes of a frame. */
  maxFrame: number;
  /** Whether each process must know the others' addresses; else a group has one. */
  mesh: boolean;
  /**
   * Hands over a frame for all others, or for the one of this name (for all, where it is not known). Resolves when the
   * kernel or the middleware has it, or has refused it: then it is lost. Never rejects.
   */
  send(frame: Buffer, to?: string): Promise<void>;
  /** This one is reached there from now on. Returns whether that is new. */
  meet(name: string, where: string): boolean;
  /** This one is gone: nothing more is sent to it. */
  forget(name: string): void;
  /** Those that it has met: name and address. */
  known(): [name: string, where: string][];
  /** Frames that it could not hand over. */
  lost(): number;
  /** What was handed over goes out, then it receives nothing more. Twice is once. */
  close(): Promise<void>;
}

export interface TransportOptions {
  /** What this process binds: `udp://239.77.6.1:7706/127.0.0.1`, `tcp://127.0.0.1:0`, `zeromq+tcp://127.0.0.1:0`. */
  bind?: string;
  /** The group to send to (UDP), or processes of it that are known (a mesh). */
  connect: string[];
  take: Take;
  /** Told of input that no process of ours can have sent. Never throws. */
  refused(error: Fatal): void;
}

export type OpenTransport = (options: TransportOptions) => Promise<Transport>;
