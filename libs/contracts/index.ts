import { codecs, decode, encode, type ContentType } from '@parley/marshalling';
import { analytics } from './consumers/analytics';
import { fulfilment } from './consumers/fulfilment';
import { gateway } from './consumers/gateway';
import { inventory } from './consumers/inventory';
import { ledger, ledgerReaders } from './consumers/ledger';
import { notifications } from './consumers/notifications';
import { orders } from './consumers/orders';
import { everyService, loader, observer } from './consumers/others';
import { views, viewsReaders } from './consumers/views';
import { pricing } from './consumers/pricing';
import type { Contract } from './contract';
import { satisfies } from './satisfies';

export { satisfies } from './satisfies';
export { unmetByDescriptor } from './descriptors';
export { oneOf } from './contract';
export type { Contract, Need, Needs, OneOf, Scalar } from './contract';

/** Every contract of every consumer. */
export const contracts: Contract[] = [
  ...gateway,
  ...orders,
  ...inventory,
  ...pricing,
  ...fulfilment,
  ...notifications,
  ...analytics,
  ...ledger,
  ...ledgerReaders,
  ...views,
  ...viewsReaders,
  ...observer,
  ...loader,
  ...everyService,
];

/** The contracts about a message type; about one channel of it, where that is given. */
export const contractsFor = (message: string, channel?: string): Contract[] =>
  contracts.filter((each) => each.message === message && (channel === undefined || each.channel === channel));

/** What a decoded message lacks, over all its consumers; empty when every one of them can live with it. */
export const violations = (message: string, decoded: unknown, channel?: string): string[] =>
  contractsFor(message, channel).flatMap((contract) => satisfies(contract, decoded));

/**
 * The producer's side, for its tests: takes a message as the producer really makes it, sends it through every codec
 * and throws an Error that lists what its consumers would miss, or that nobody has stated a need of it.
 */
export const expectContract = (message: string, value: object, channel?: string): void => {
  if (contractsFor(message, channel).length === 0)
    throw new Error(`no consumer has a contract about ${message}${channel === undefined ? '' : ` on ${channel}`}`);
  const missing = (Object.keys(codecs) as ContentType[]).flatMap((contentType) => {
    const { body } = encode(message, value, contentType);
    return violations(message, decode(message, contentType, body), channel).map((each) => `${contentType}: ${each}`);
  });
  if (missing.length > 0) throw new Error(`a contract is broken\n${missing.join('\n')}`);
};
