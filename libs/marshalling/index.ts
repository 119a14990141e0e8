export { codecFor, codecs, decode, encode } from './codecs';
export type { Encoded } from './codecs';
export type { Codec, ContentType } from './format';
export { messageType, messageTypeNames, protoRoot } from './root';
export { cloudEvent, readCloudEvent } from './cloud-event';
export type { CloudEvent } from './cloud-event';
export { decodeMessage, decodeParts, encodeHead, encodeMessage } from './message';
export type { Message } from './message';
export { orderOfInvoice } from './invoice';
