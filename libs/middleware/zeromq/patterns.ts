/** A part of a message; text goes out as UTF-8. */
export type Frame = Buffer | string;

/** Where a socket stands: what it binds and what it connects to. Both may be given, and several of each. */
export interface Ends {
  /** `tcp://host:port` (port 0: a free one), `ipc:///path`. */
  bind?: string[];
  connect?: string[];
}
