import { Metadata, type Client } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { inject, type SpanSpec } from '@parley/tracing';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- typed by Unary<Def> where the client is made
export type Method = MethodDefinition<any, any>;

export interface Target {
  client: Client;
  method: Method;
  /** `package.Service/Method` */
  channel: string;
  address: string;
}

export const clientSpan = ({ channel, address }: Target): SpanSpec => {
  const [service = '', method = ''] = channel.split('/');
  const attributes = { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method, 'server.address': address };
  return { name: channel, kind: 'client', style: 'grpc', channel, peer: address, attributes };
};

/** The request's metadata: its id, the same in every attempt, and the trace context. */
export const requestMetadata = (id: string): Metadata => {
  const metadata = new Metadata();
  metadata.set('parley-message-id', id);
  const { traceparent, tracestate } = inject();
  if (traceparent) metadata.set('traceparent', traceparent);
  if (tracestate) metadata.set('tracestate', tracestate);
  return metadata;
};
