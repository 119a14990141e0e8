import { openPublisher, openReplier, openRequester, openSubscriber } from './index';
import type { PublisherOptions, ReplierOptions, RequesterOptions, SubscriberOptions } from './index';

const closing: (() => Promise<void>)[] = [];
const kept = <T extends { close(): Promise<void> }>(opened: T): T => {
  closing.push(opened.close);
  return opened;
};

export const closePatterns = async (): Promise<void> => {
  for (const close of closing.splice(0).reverse()) await close();
};

export const loopback = 'tcp://127.0.0.1:0';

export const replier = async (options: Partial<ReplierOptions> = {}) =>
  kept(
    await openReplier({
      bind: [loopback],
      handle: async (frames) => [Buffer.concat([...frames, Buffer.from('*')])],
      refused: () => undefined,
      ...options,
    }),
  );

export const requester = (options: RequesterOptions) => kept(openRequester(options));

export const publisher = async (options: PublisherOptions = {}) =>
  kept(await openPublisher({ bind: [loopback], ...options }));

export const subscriber = async (options: Partial<SubscriberOptions> & { connect?: string[] }) =>
  kept(await openSubscriber({ topics: ['T'], handle: async () => undefined, refused: () => undefined, ...options }));
