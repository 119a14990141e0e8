import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokerAddressOf } from './index';

test('an address says where, who and which virtual host', () => {
  expect(brokerAddressOf('amqp://me:s%40x@127.0.0.1:5671/shop', 'amqp')).toEqual({
    host: '127.0.0.1',
    port: 5671,
    username: 'me',
    password: 's@x',
    vhost: 'shop',
    shown: 'amqp://me@127.0.0.1:5671/shop',
  });
  expect(brokerAddressOf('mqtt://host', 'mqtt')).toMatchObject({ port: 1883, username: 'guest', vhost: '/' });
});

test('over TLS: its own port, and the authority that is trusted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, 'PEM');
  const at = (scheme: string) => `${scheme}://u:p@host/v?ca=${encodeURIComponent(file)}`;
  const secured = { ca: 'PEM' };
  expect(brokerAddressOf(at('amqps'), 'amqp')).toMatchObject({ port: 5671, vhost: 'v', secured });
  expect(brokerAddressOf(at('mqtts'), 'mqtt')).toMatchObject({ port: 8883, secured });
  expect(brokerAddressOf(at('stomp+ssl'), 'stomp')).toMatchObject({ port: 61614, username: 'u', secured });
  expect(brokerAddressOf('amqps://host', 'amqp').secured).toEqual({ ca: undefined });
  rmSync(folder, { recursive: true });
});

test.each(['http://host', 'mqtt://host', 'host:5672', 'no address', 'amqps://host?ca=/no/such/file'])(
  '%s is refused',
  (url) => {
    expect(() => brokerAddressOf(url, 'amqp')).toThrow(expect.objectContaining({ reason: 'address' }));
  },
);
