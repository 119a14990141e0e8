import { randomBytes } from 'node:crypto';

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the suite needs \`brokers: ['rabbitmq']\` in its jest.config.cjs`);
  return value;
};

const manage = async (method: 'PUT' | 'DELETE', path: string, body?: object): Promise<void> => {
  const { origin, username, password } = new URL(given('PARLEY_TEST_RABBIT_API'));
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(`${origin}/api/${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
};

/** A virtual host of its own on the test broker: other suites use queues of the same names at the same time. */
export async function openVhost(): Promise<{ url: string; remove(): Promise<void> }> {
  const name = `test-${randomBytes(6).toString('hex')}`;
  await manage('PUT', `vhosts/${name}`);
  const url = new URL(given('PARLEY_TEST_AMQP_URL'));
  await manage('PUT', `permissions/${name}/${url.username || 'guest'}`, { configure: '.*', write: '.*', read: '.*' });
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => manage('DELETE', `vhosts/${name}`) };
}
