import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killChildren, startProcess } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import { awsPlace } from '@parley/middleware/kinesis';
import type { Application, Ground, Place } from '@parley/roles';
import { openGround } from './ground';
import { openReceiver } from './receiver';
import { openSender } from './sender';
import { setUp } from './setup';
import { stream } from './stream';

jest.setTimeout(90_000);

const folder = mkdtempSync(join(tmpdir(), 'parley-kinesis-'));
let ground: Ground;
beforeEach(async () => {
  ground = await openGround();
  await setUp({ connect: connect(), receivers: [] });
});
afterEach(async () => {
  killChildren();
  await ground.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const connect = () => ground.connect!('test', 0);
const place = (): Place => ({
  bind: [`file://${folder}`],
  connect: connect(),
  name: 'test',
  deadlineMs: 5000,
  credentials: 'right',
});

const peer = (action: string, ...args: string[]) => {
  const { endpoint, nameOf } = awsPlace(connect()[0], 'kinesis');
  const program = join(__dirname, 'peers', 'peer.py');
  return startProcess([process.env.PARLEY_PYTHON ?? 'python3', program, action, endpoint, nameOf(stream), ...args]);
};

describe('a client in Python, boto3', () => {
  it('puts, and we are called', async () => {
    await peer('put', 'python-1', 'ação').line(/^put/);
    const taken: Message[] = [];
    let came = () => {};
    const arrival = new Promise<void>((resolve) => (came = resolve));
    const application = {
      notify: async (message: Message) => {
        taken.push(message);
        came();
      },
      refused: (error: Error) => {
        throw error;
      },
    } as unknown as Application;
    const receiver = await openReceiver(place(), application);
    await arrival;
    await receiver.close();
    expect(taken).toEqual([
      expect.objectContaining({ id: 'python-1', headers: { greeting: 'olá' }, body: Buffer.from('ação') }),
    ]);
  });

  it('takes what we put', async () => {
    const sender = await openSender(place());
    await sender.notify!({
      id: 'ours-1',
      sender: 'test',
      seq: 1,
      type: 'parley.test.v1.Notice',
      contentType: 'text/plain',
      headers: { greeting: 'olá' },
      body: Buffer.from('ação'),
    });
    await sender.close();
    const said = await peer('take').line(/^\{/);
    expect(JSON.parse(said)).toMatchObject({ id: 'ours-1', headers: { greeting: 'olá' }, text: 'ação' });
  });
});
