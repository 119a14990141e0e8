import { openProxy, type FaultProxy } from '@parley/faults';

const closing: (() => Promise<unknown>)[] = [];

/** To be called after the test, whatever came of it. */
export const afterwards = (close: () => Promise<unknown>): void => void closing.push(close);

/** Closes what the test has opened, the last first. */
export const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0).reverse()) await close();
};

/** A fault proxy before the broker at this address, and the address by which one goes through it. */
export const throughProxy = async (url: string): Promise<{ proxy: FaultProxy; url: string }> => {
  const { hostname: host, port } = new URL(url);
  const proxy = await openProxy({ carrier: 'tcp', target: { host, port: Number(port) } });
  afterwards(proxy.close);
  const address = new URL(url);
  address.port = String(proxy.port);
  return { proxy, url: address.href };
};

/** The same address with a password that nobody has. */
export const withWrongPassword = (url: string): string => {
  const address = new URL(url);
  address.password = 'wrong';
  return address.href;
};

/** Resolves when it holds; rejects after `ms`. */
export const until = async (holds: () => unknown, ms = 15_000): Promise<void> => {
  for (const end = performance.now() + ms; !(await holds());) {
    if (performance.now() > end) throw new Error(`not so within ${ms} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
