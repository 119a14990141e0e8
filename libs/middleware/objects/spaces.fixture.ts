import { openRegistry, openSpace, registryAt, type Space, type SpaceOptions } from './index';

const closing: (() => unknown)[] = [];

/** To be called after the test, whatever came of it. */
export const afterwards = (close: () => unknown): void => void closing.push(close);

/** Closes what the test has opened, the last first. */
export const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0).reverse()) await close();
};

const loopback = 'ws://127.0.0.1:0';

/** A space with an address of its own. */
export const aServer = async (options: Partial<SpaceOptions> = {}): Promise<Space> => {
  const space = await openSpace({ bind: loopback, deadlineMs: 10_000, ...options });
  afterwards(space.close);
  return space;
};

/** A space that only holds references. */
export const aClient = async (options: Partial<SpaceOptions> = {}): Promise<Space> => {
  const space = await openSpace({ deadlineMs: 10_000, ...options });
  afterwards(space.close);
  return space;
};

export const aRegistry = async (options: Partial<SpaceOptions> = {}) => {
  const space = await openRegistry({ bind: loopback, deadlineMs: 10_000, ...options });
  afterwards(space.close);
  return { space, seenBy: (client: Space) => registryAt(client, space.addresses[0]!) };
};

/** A promise and what settles it. */
export const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};
