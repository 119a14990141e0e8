/**
 * What a consumer needs of one field. `string` may be empty, `text` may not (an absent field decodes as empty);
 * `time` is ISO 8601 in UTC; `number` is whole and not negative, `positive` above 0; `int64` is decimal digits.
 */
export type Scalar = 'string' | 'text' | 'time' | 'number' | 'positive' | 'int64' | 'boolean' | 'bytes';

/** One of some words. */
export interface OneOf {
  readonly oneOf: readonly string[];
}

/** `[need]` is a list, possibly empty; an object of needs is a message that must be there. */
export type Need = Scalar | OneOf | readonly [Need] | Needs;

export interface Needs {
  readonly [field: string]: Need;
}

/** What one consumer needs of one message that comes to it over one channel. What it does not name, it does not need. */
export interface Contract {
  consumer: string;
  /** Full name of the message type. */
  message: string;
  /** As in the topology: queue, topic, `package.Service/Method`, … */
  channel: string;
  needs: Needs;
  /** Applies only to messages with these values. */
  when?: Readonly<Record<string, string>>;
}

/** A need for one of some words. */
export const oneOf = (...words: string[]): OneOf => ({ oneOf: words });

/** Whether a need is for one of some words, and not for a message. */
export const isOneOf = (need: Need): need is OneOf =>
  typeof need === 'object' && 'oneOf' in need && Array.isArray(need.oneOf) && typeof need.oneOf[0] === 'string';

/** Whether a need is for a list. */
export const isList = (need: Need): need is readonly [Need] => Array.isArray(need);

/** Contracts of one consumer about the requests and answers of one gRPC service. */
export const calls = (consumer: string, service: string) => {
  const scope = service.slice(0, service.lastIndexOf('.'));
  const about =
    (kind: 'Request' | 'Response') =>
    (method: string, needs: Needs, when?: Contract['when']): Contract => ({
      consumer,
      message: `${scope}.${method}${kind}`,
      channel: `${service}/${method}`,
      needs,
      ...(when && { when }),
    });
  return { request: about('Request'), response: about('Response') };
};
