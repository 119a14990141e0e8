import path from 'node:path';
import { styles } from '@parley/styles';
import { killChildren, startProcess, type Child } from '@parley/faults';
import { repoRoot } from '@parley/topology';

const parley = (...line: string[]): Child => run('style', ...line);
const run = (...line: string[]): Child =>
  startProcess([process.execPath, path.join(repoRoot(), 'bin/parley.mjs'), ...line], {
    cwd: repoRoot(),
    env: process.env,
  });

afterAll(killChildren);

/** Names that scripts rely on. */
const ids = [
  'tcp udp async-over-sync rpc rpc-stream rpc-async rpc-deferred rpc-multicast rmi proxy mpi reqrep pubsub pipeline',
  'broadcast multicast anycast geocast p2p',
  'mail queue workqueue chain fanout topic content queue-rpc router broker amqp1 stomp mqtt sqs kinesis servicebus',
  'eventhubs amazonmq stream replay isochronous complex windows',
].flatMap((line) => line.split(' '));

test('parley style lists them all, by family, with persistence and point of release', async () => {
  const { exited, output } = parley('--json');
  expect(await exited).toMatchObject({ code: 0 });
  const listed = JSON.parse(output().stdout) as { id: string; persistence: string; release: string }[];
  expect(listed.map(({ id }) => id).sort()).toEqual(expect.arrayContaining(ids));
  for (const { id, persistence, release } of listed) {
    expect([id, persistence]).toEqual([id, styles[id]?.style.persistence.is]);
    expect([id, release]).toEqual([id, styles[id]?.style.release.is]);
  }
});

describe('parley style ID runs all its roles as processes, and ends well', () => {
  it.concurrent.each(Object.keys(styles))('%s', async (id) => {
    const { exited, output } = parley(id, '--ours', '--count', '2');
    const { code } = await exited;
    const { stdout, stderr } = output();
    expect(code === 0 ? 'ended well' : stdout + stderr).toBe('ended well');
    for (const { name, part, external } of styles[id]!.style.roles) {
      if (external) continue;
      expect(stdout).toMatch(new RegExp(`^${name}(-\\d+)?: ready \\{"style":"${id}","role":"${name}"`, 'm'));
      if (part === 'sender') expect(stdout).toMatch(new RegExp(`^${name}(-\\d+)?: .*returned after`, 'm'));
      if (part === 'receiver') expect(stdout).toMatch(new RegExp(`^${name}(-\\d+)?: (notice|request) `, 'm'));
    }
  });
});

test('a style whose adapter is another one’s names one that has its own', () => {
  const shared = Object.values(styles).flatMap(({ style }) => style.adapterOf ?? []);
  expect(shared.filter((of) => styles[of]?.style.adapterOf !== undefined || !styles[of])).toEqual([]);
});

test('parley row ROW names its command, and runs it', async () => {
  const { exited, output } = run('row', 's18');
  expect(await exited).toMatchObject({ code: 0 });
  expect(output().stderr).toMatch(/^S18, ZeroMQ request and reply: parley style reqrep$/m);
  expect(output().stdout).toMatch(/^client: /m);
});

test('one side alone says where it is, and ends at SIGTERM', async () => {
  const server = parley('tcp', '--role', 'server', '--bind', 'tcp://127.0.0.1:0');
  const ready = JSON.parse((await server.line(/^ready /)).slice('ready '.length));
  expect(ready).toMatchObject({ style: 'tcp', role: 'server' });
  const client = parley('tcp', '--role', 'client', '--connect', ready.addresses[0]);
  expect(await client.exited).toMatchObject({ code: 0 });
  expect(client.output().stdout).toMatch(/^Hello, world\*$/m);
  const other = parley('tcp', '--role', 'server', '--bind', 'tcp://127.0.0.1:0');
  await other.line(/^ready /);
  other.kill('SIGTERM');
  expect(await other.exited).toMatchObject({ code: 0 });
});
