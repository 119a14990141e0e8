import {
  connectRpyc,
  openRpyc,
  serveRpyc,
  type Client,
  type ClientOptions,
  type ConnectOptions,
  type ServerOptions,
} from './index';

const closing: (() => unknown)[] = [];

/** To be called after the test, whatever came of it. */
export const afterwards = (close: () => unknown): void => void closing.push(close);

/** Closes what the test has opened, the last first. */
export const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0).reverse()) await close();
};

const host = '127.0.0.1';

/** A server of one object, on a free port. */
export const serving = async (service: object, options: Partial<ServerOptions> = {}) => {
  const server = await serveRpyc({ host, port: 0, service: () => service, drainMs: 500, ...options });
  afterwards(server.close);
  return server;
};

export const connected = async (port: number, options: Partial<ConnectOptions> = {}) => {
  const connection = await connectRpyc({ host, port, deadlineMs: 10_000, ...options });
  afterwards(connection.destroy);
  return connection;
};

export const client = <T>(port: number, options: Partial<ClientOptions<T>> = {}): Client => {
  const opened = openRpyc<T>({ host, port, deadlineMs: 10_000, ...options });
  afterwards(opened.close);
  return opened;
};

/** A promise and what settles it. */
export const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};
