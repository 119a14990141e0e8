import type { ChannelOptions } from '@grpc/grpc-js';

/** How a silent peer is noticed: pinged after `timeMs` of silence, given up `timeoutMs` later. Milliseconds. */
export interface Keepalive {
  timeMs: number;
  timeoutMs: number;
}

/** Bytes of one message, both ways: what grpc-js and most peers take by default, said where it can be read. */
export const maxMessageBytes = 4 * 1024 * 1024;

const sizes = {
  'grpc.max_receive_message_length': maxMessageBytes,
  'grpc.max_send_message_length': maxMessageBytes,
};

const pings = ({ timeMs, timeoutMs }: Keepalive): ChannelOptions => ({
  'grpc.keepalive_time_ms': timeMs,
  'grpc.keepalive_timeout_ms': timeoutMs,
});

/** Off in grpc-js: a frozen server would never be noticed. The pause is longer than a busy event loop's worst stall. */
export const channelOptions = (keepalive: Keepalive = { timeMs: 2000, timeoutMs: 3000 }): ChannelOptions => ({
  ...sizes,
  ...pings(keepalive),
  'grpc.keepalive_permit_without_calls': 1,
  // From 1 s doubling to 120 s by default: a service that was restarted would stay away for that long.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1000,
  // Else two clients in one process share a connection, and the fault of one is the fault of both.
  'grpc.use_local_subchannel_pool': 1,
  // Repetition is decided here by `idempotent`: no retry policy, not from DNS either. Retries as such stay on, as a call
  // that met a connection going away, and that no handler has seen, is only then sent over the next one.
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_http_proxy': 0,
});

/** `maxConnectionAgeMs`: clients reconnect now and then, and so find new replicas; calls and streams end where they are. */
export const serverOptions = (maxConnectionAgeMs: number): ChannelOptions => ({
  ...sizes,
  ...pings({ timeMs: 10_000, timeoutMs: 5000 }),
  'grpc.max_connection_age_ms': maxConnectionAgeMs,
});
