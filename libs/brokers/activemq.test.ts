import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { onActivemq } from './index';

jest.setTimeout(120_000);

const sasl = Buffer.from('414d515003010000', 'hex');

/** The first eight bytes that it answers, over TLS, to AMQP's header with SASL. */
const headerAt = async ({ hostname, port, searchParams }: URL): Promise<string> => {
  const ca = readFileSync(searchParams.get('ca')!);
  const socket = connect({ host: hostname, port: Number(port), ca }, () => socket.write(sasl));
  try {
    const [data] = (await once(socket, 'data')) as [Buffer];
    return data.subarray(0, 8).toString('hex');
  } finally {
    socket.destroy();
  }
};

describe('a place on ActiveMQ', () => {
  it('is a prefix of its own on a broker that speaks AMQP 1.0 over TLS', async () => {
    const [one, two] = [await onActivemq()(), await onActivemq()()];
    const [first, second] = [one, two].map((ground) => new URL(ground.connect('sender', 0)[0]!));
    expect(first!.host).toBe(second!.host);
    expect(first!.searchParams.get('prefix')).not.toBe(second!.searchParams.get('prefix'));
    expect(await headerAt(first!)).toBe(sasl.toString('hex'));
    await Promise.all([one.close(), two.close()]);
  });
});
