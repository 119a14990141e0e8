import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaPlace } from './index';

test('brokers and prefix; user, password and authority where it names them', () => {
  expect(kafkaPlace('kafka://a:1/p?also=b:2,c:3')).toEqual({ brokers: ['a:1', 'b:2', 'c:3'], prefix: 'p' });
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, 'PEM');
  const password = 'Endpoint=sb://a/;SharedAccessKey=b+/=';
  const who = `${encodeURIComponent('$ConnectionString')}:${encodeURIComponent(password)}`;
  expect(kafkaPlace(`kafka+ssl://${who}@a:1/p?ca=${encodeURIComponent(file)}`)).toEqual({
    brokers: ['a:1'],
    prefix: 'p',
    credentials: { username: '$ConnectionString', password, ca: 'PEM' },
  });
  rmSync(folder, { recursive: true });
});

test.each([
  '',
  'a:1',
  'kafka://a:1',
  'amqp://a:1/p',
  'kafka+ssl://u:secret@a:1/p?ca=/no/such/file',
  'kafka://u:secret@a:1',
])('%j is none, and no password is shown', (address) => {
  expect(() => kafkaPlace(address)).toThrow(expect.objectContaining({ kind: 'fatal', reason: 'address' }));
  expect(() => kafkaPlace(address)).not.toThrow(/secret/);
});
