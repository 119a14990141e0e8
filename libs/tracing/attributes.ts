import type { SpanSpec } from './span';

/*
 * Names by the OpenTelemetry semantic conventions 1.37 (messaging and RPC, status Development: pinned here).
 * Deviation: a single consumed message has its producer's context as PARENT of the process span, which the
 * conventions allow (MAY), so that one order is one connected journey; batches and fan-ins link, as they ask for.
 */
const messagingSystems = new Set(['rabbitmq', 'kafka', 'zeromq', 'smtp']);

const rpc = (channel: string): Record<string, string> => {
  const slash = channel.indexOf('/');
  return slash < 0
    ? { 'rpc.system': 'grpc' }
    : { 'rpc.system': 'grpc', 'rpc.service': channel.slice(0, slash), 'rpc.method': channel.slice(slash + 1) };
};

const operations = { producer: 'send', consumer: 'process', client: 'receive', server: 'process', internal: 'settle' };

const messaging = ({ style, channel, kind }: SpanSpec): Record<string, string> => ({
  'messaging.system': style,
  'messaging.destination.name': channel,
  'messaging.operation.type': operations[kind],
});

/** The attributes that follow from what a span is about; those given win. */
export const attributesOf = (spec: SpanSpec): Record<string, string | number | boolean> => ({
  'parley.style': spec.style,
  'parley.channel': spec.channel,
  ...(spec.style === 'grpc' && rpc(spec.channel)),
  ...(messagingSystems.has(spec.style) && messaging(spec)),
  ...(spec.peer !== undefined && { 'peer.service': spec.peer }),
  ...spec.attributes,
});
