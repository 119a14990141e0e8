import type { Client, Service, Stamp } from './service';

/** An operation as it is sent to all replicas. */
export interface Command<O = unknown> {
  operation: O;
  stamp: Stamp;
}

/** One replica of a service, and the client beside it. Plain data. */
export interface Replica<S = unknown> {
  name: string;
  state: S;
  /** Of the last command that was requested or executed here. */
  time: number;
  /** What its client has requested and has not seen executed yet. */
  pending: Command[];
}

export const newReplica = (service: Service, name: string): Replica => ({
  name,
  state: service.empty,
  time: 0,
  pending: [],
});

/** The client asks: it knows the replica’s state, and what it has asked for before. The command is to be sent to all. */
export const request = (service: Service, replica: Replica, turn: string, draw: number): Command => {
  const client: Client = { by: replica.name, turn };
  const seen = replica.pending.reduce(
    (state, { operation, stamp }) => service.execute(state, operation, stamp),
    replica.state,
  );
  replica.time += 1;
  const command = { operation: service.choose(seen, client, draw), stamp: { time: replica.time, by: replica.name } };
  replica.pending.push(command);
  return command;
};

/** Executes a command that was delivered; returns what clients see here now. */
export const execute = (service: Service, replica: Replica, { operation, stamp }: Command): string => {
  replica.state = service.execute(replica.state, operation, stamp);
  replica.time = Math.max(replica.time, stamp.time);
  if (stamp.by === replica.name) replica.pending = replica.pending.filter((own) => own.stamp.time !== stamp.time);
  return service.view(replica.state);
};
