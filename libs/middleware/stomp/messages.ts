import type { IMessage } from '@stomp/stompjs';
import { read, written } from './headers';

/** A STOMP message: what RabbitMQ makes properties of, the application's headers, the body. */
export interface StompMessage {
  /** Header `amqp-message-id`: the `message-id` of the protocol is the broker's. */
  id?: string;
  type?: string;
  contentType?: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** The headers of a SEND. It is persistent: what does not say so is lost by a broker that is started again. */
export const sendHeaders = ({ id, type, contentType, headers }: StompMessage): Record<string, string> => ({
  persistent: 'true',
  ...(id !== undefined && { 'amqp-message-id': id }),
  ...(type !== undefined && { type }),
  ...(contentType !== undefined && { 'content-type': contentType }),
  ...written(headers),
});

/** Makes a message of a frame. */
export const received = ({ headers, binaryBody }: IMessage): StompMessage => ({
  id: headers['amqp-message-id'],
  type: headers.type,
  contentType: headers['content-type'],
  headers: read(headers),
  body: Buffer.from(binaryBody.buffer, binaryBody.byteOffset, binaryBody.byteLength),
});
