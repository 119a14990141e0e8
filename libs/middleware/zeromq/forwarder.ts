import { Proxy, XPublisher, XSubscriber } from 'zeromq';
import { assertCurve, boundAll, patternOptions } from './sockets';

export interface ForwarderOptions {
  /** Where publishers connect, and where subscribers do: `tcp://host:port`, port 0: a free one. */
  publishers: string;
  subscribers: string;
  /** Messages that may wait for one subscriber; what comes beyond is dropped for it. libzmq's default: 1000. */
  highWaterMark?: number;
}

export interface Forwarder {
  addresses: { publishers: string; subscribers: string };
  /** Stops forwarding; what it still had is lost. Twice is once. */
  close(): Promise<void>;
}

/**
 * Opens libzmq's proxy between an XSUB and an XPUB socket: all publishers' messages go through one queue, and each
 * subscriber gets them in that order (ZeroMQ guide, chapter 2, "The dynamic discovery problem"). It keeps nothing.
 */
export async function openForwarder(options: ForwarderOptions): Promise<Forwarder> {
  const { publishers, subscribers, highWaterMark = 1000 } = options;
  assertCurve();
  const { linger: _, ...common } = patternOptions;
  const front = new XSubscriber({ ...common, linger: 0, receiveHighWaterMark: highWaterMark });
  const back = new XPublisher({ ...common, linger: 0, sendHighWaterMark: highWaterMark });
  const [from] = await boundAll(front, [publishers]);
  const [to] = await boundAll(back, [subscribers]).catch((error: unknown) => {
    front.close();
    throw error;
  });
  const proxy = new Proxy(front, back);
  const running = proxy.run();
  let closing: Promise<void> | undefined;
  // It closes both sockets too.
  const close = async (): Promise<void> => {
    proxy.terminate();
    await running;
  };
  return { addresses: { publishers: from!, subscribers: to! }, close: () => (closing ??= close()) };
}
