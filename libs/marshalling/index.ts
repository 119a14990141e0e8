export { codecFor, codecs, decode, encode } from './codecs';
export type { Codec, ContentType, Encoded } from './codecs';
export { messageType, messageTypeNames, protoRoot } from './root';
export { cloudEvent, readCloudEvent } from './cloud-event';
export type { CloudEvent } from './cloud-event';
