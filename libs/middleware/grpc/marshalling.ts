import type { MethodDefinition, ServiceDefinition } from '@grpc/proto-loader';
import { rpcError, type RpcError } from './errors';
import type { Marshalling } from './types';

export type Watcher = (seen: Marshalling) => void;

/** A request whose bytes are none of the method's message. */
export class Undecodable {
  readonly error: RpcError;

  constructor(channel: string, cause: unknown) {
    this.error = rpcError('INVALID_ARGUMENT', `${channel}: the bytes are no request`, { reason: 'undecodable', cause });
  }
}

type Pack = (value: object) => Buffer;
type Unpack = (bytes: Buffer) => object;

const watchedPack =
  (channel: string, pack: Pack, watch: Watcher): Pack =>
  (value) => {
    const begun = process.hrtime.bigint();
    const bytes = pack(value);
    watch({ step: 'packing', channel, bytes: bytes.length, at: begun });
    watch({ step: 'packed', channel, bytes: bytes.length, at: process.hrtime.bigint() });
    return bytes;
  };

const watchedUnpack =
  (channel: string, unpack: Unpack, watch: Watcher): Unpack =>
  (bytes) => {
    watch({ step: 'unpacking', channel, bytes: bytes.length, at: process.hrtime.bigint() });
    const value = unpack(bytes);
    watch({ step: 'unpacked', channel, bytes: bytes.length, at: process.hrtime.bigint() });
    return value;
  };

/** The method with its client's marshalling watched. */
export const watchedClient = (
  channel: string,
  method: MethodDefinition<object, object>,
  watch: Watcher | undefined,
): MethodDefinition<object, object> =>
  watch
    ? {
        ...method,
        requestSerialize: watchedPack(channel, method.requestSerialize, watch),
        responseDeserialize: watchedUnpack(channel, method.responseDeserialize, watch),
      }
    : method;

/**
 * The service as a server reads it: bytes that are no request come through as `Undecodable`. grpc-js alone would answer
 * INTERNAL, and nobody here would hear of them.
 */
export const forgiving = (name: string, service: ServiceDefinition, watch: Watcher | undefined): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(service).map(([method, definition]) => {
      const channel = `${name}/${method}`;
      const { responseSerialize, requestDeserialize } = definition;
      const unpack = watch ? watchedUnpack(channel, requestDeserialize, watch) : requestDeserialize;
      const read = (bytes: Buffer): object => {
        try {
          return unpack(bytes);
        } catch (error) {
          return new Undecodable(channel, error);
        }
      };
      const pack = watch ? watchedPack(channel, responseSerialize, watch) : responseSerialize;
      return [method, { ...definition, requestDeserialize: read, responseSerialize: pack }];
    }),
  );
