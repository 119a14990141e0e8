import { once } from 'node:events';
import net from 'node:net';
import { killChildren, startProcess } from '@parley/faults';
import { openCalls } from './calls';

afterEach(killChildren);

test('a whole conversation by the calls alone: connect and send return before anybody accepts', () => {
  const calls = openCalls();
  const listening = calls.socket();
  calls.bind(listening, 0);
  calls.listen(listening, 1);
  const client = calls.socket();
  // One thread: were connect or send to wait for accept, this would stand still for ever.
  calls.connect(client, calls.port(listening));
  expect(calls.send(client, Buffer.from('Hello, world'))).toBe(12);
  const conversation = calls.accept(listening);
  expect(calls.recv(conversation, 1024).toString()).toBe('Hello, world');
  calls.close(client);
  expect(calls.recv(conversation, 1024).length).toBe(0);
  calls.close(conversation);
  calls.close(listening);
});

test('it talks with a socket of another program', async () => {
  const program =
    "require('net').createServer((s) => s.end('hi')).listen(0, '127.0.0.1', function () { console.log(this.address().port) })";
  const port = Number(await startProcess([process.execPath, '-e', program]).line(/^\d+$/));
  const calls = openCalls();
  const client = calls.socket();
  calls.connect(client, port);
  expect(calls.recv(client, 1024).toString()).toBe('hi');
  calls.close(client);
});

test('a call that fails says why, by the kernel’s own name for it', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  const calls = openCalls();
  expect(() => calls.connect(calls.socket(), port)).toThrow(
    expect.objectContaining({ kind: 'fatal', reason: 'ECONNREFUSED' }),
  );
});
