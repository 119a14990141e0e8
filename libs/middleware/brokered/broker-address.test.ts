import { brokerAddressOf } from './index';

test('an address says where, who and which virtual host', () => {
  expect(brokerAddressOf('amqp://me:s%40x@127.0.0.1:5671/shop', 'amqp', 5672)).toEqual({
    host: '127.0.0.1',
    port: 5671,
    username: 'me',
    password: 's@x',
    vhost: 'shop',
    shown: 'amqp://me@127.0.0.1:5671/shop',
  });
  expect(brokerAddressOf('mqtt://host', 'mqtt', 1883)).toMatchObject({ port: 1883, username: 'guest', vhost: '/' });
});

test.each(['amqps://host', 'host:5672', 'no address'])(
  '%s is refused: no password goes out in the clear unasked',
  (url) => {
    expect(() => brokerAddressOf(url, 'amqp', 5672)).toThrow(expect.objectContaining({ reason: 'address' }));
  },
);
