import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openLan, openPlaces } from '../index';
import { startProcess, type Child } from '../process';
import { startChild } from '../testing';
import { openNamespaces } from './namespaces';

jest.setTimeout(20_000);

const fixture = join(__dirname, 'lan.fixture.ts');

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});
const keep = <T extends { close(): Promise<void> }>(one: T): T => {
  opened.push(one);
  return one;
};

const ours = () =>
  execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.startsWith(`parley-${process.pid}-`));

const node = (prefix: string[], script: string): Child => startProcess([...prefix, process.execPath, '-e', script]);

const listens = (prefix: string[], { group = '', address = '0.0.0.0' } = {}) =>
  node(
    prefix,
    `const s = require('dgram').createSocket('udp4');
     s.on('message', (m, f) => console.log('got ' + m + ' from ' + f.address));
     s.bind(9000, '${address}', () => { ${group && `s.addMembership('${group}');`} console.log('ready'); });`,
  );

/** Sends its words, each `<address>/<text>`. */
const sends = (prefix: string[], ...to: string[]) =>
  node(
    prefix,
    `const s = require('dgram').createSocket('udp4');
     s.bind(0, () => { s.setBroadcast(true); s.setMulticastTTL(32);
       Promise.all(${JSON.stringify(to)}.map((one) => new Promise((sent) =>
         s.send(one.split('/')[1], 9000, one.split('/')[0], sent)))).then(() => s.close()); });`,
  );

test('a LAN: unicast, directed and limited broadcast and multicast reach its hosts; a router passes on unicast only', async () => {
  const lan = keep(await openLan({ hosts: ['a', 'b', 'c'], beyond: ['z'] }));
  expect(['a', 'b', 'c', 'z'].map(lan.address)).toEqual(['192.168.1.1', '192.168.1.2', '192.168.1.3', '192.168.2.1']);
  const group = '239.1.2.3';
  const [b, c, z] = ['b', 'c', 'z'].map((host) => listens(lan.prefix(host), { group }));
  for (const one of [b!, c!, z!]) await one.line(/ready/);
  const all = [`${lan.broadcast}/directed`, '255.255.255.255/limited', `${group}/group`];
  await sends(lan.prefix('a'), ...all, `${lan.address('c')}/c`, `${lan.address('b')}/b`, `${lan.address('z')}/z`)
    .exited;
  for (const [one, last] of [
    [b!, 'b'],
    [c!, 'c'],
  ] as const) {
    await one.line(new RegExp(`got ${last} from 192.168.1.1`));
    expect(one.output().stdout.match(/got \w+/g)).toEqual(['got directed', 'got limited', 'got group', `got ${last}`]);
  }
  await z!.line(/got z from 192.168.1.1/);
  expect(z!.output().stdout.match(/got \w+/g)).toEqual(['got z']);
});

test('places: the nearest answers; when it is withdrawn, the other; announced again, the nearest', async () => {
  const places = keep(await openPlaces(['lisbon', 'oslo', 'rome']));
  const servers = ['lisbon', 'oslo'].map((place) =>
    listens(places.prefix('server', place), { address: places.address }),
  );
  for (const server of servers) await server.line(/ready/);
  const answers: string[] = [];
  servers.forEach((server, i) => server.eachLine((line) => answers.push(`${line} at ${i}`)));
  const asks = async (place: string, text: string) => {
    const answered = answers.length;
    await sends(places.prefix('client', place), `${places.address}/${text}`).exited;
    while (answers.length === answered) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(answers.at(-1)).toContain(`got ${text} from ${places.client(place)}`);
    return Number(answers.at(-1)!.at(-1));
  };
  expect([await asks('lisbon', 'one'), await asks('oslo', 'two')]).toEqual([0, 1]);
  await places.withdraw('lisbon');
  expect([await asks('lisbon', 'three'), await asks('oslo', 'four')]).toEqual([1, 1]);
  await places.announce('lisbon');
  expect([await asks('lisbon', 'five'), await asks('oslo', 'six')]).toEqual([0, 1]);
});

test('nothing is left behind, also when something inside still lives, frozen even', async () => {
  const lan = await openLan({ hosts: ['a'] });
  const child = listens(lan.prefix('a'));
  await child.line(/ready/);
  child.kill('SIGSTOP');
  expect(ours().length).toBeGreaterThan(0);
  await lan.close();
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(ours()).toEqual([]);
  await lan.close();
});

test('what a killed run left is removed by the next', async () => {
  const gone = startProcess(['true']);
  await gone.exited;
  const left = `parley-${gone.pid}-1-a`;
  execFileSync('ip', ['netns', 'add', left]);
  keep(await openNamespaces());
  expect(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })).not.toContain(left);
});

test('a build that fails half-way leaves nothing', async () => {
  await expect(openLan({ hosts: ['a', 'a'] })).rejects.toMatchObject({ kind: 'fatal', reason: 'no-namespaces' });
  expect(ours()).toEqual([]);
});

test('who is not root, or has no `ip`, is told what is missing', async () => {
  const asked = () =>
    openLan({ hosts: ['a'] }).then(
      () => 'opened',
      ({ reason, message }) => `${reason}: ${message}`,
    );
  process.seteuid!(65_534);
  try {
    expect(await asked()).toMatch(/^no-namespaces: .*run it as root/);
  } finally {
    process.seteuid!(0);
  }
  const child = startChild(fixture, { env: { PATH: '/nowhere' } });
  await child.line(/^no-namespaces: .*iproute2.*`ip` is not there/);
});

test('nothing is left behind by a process that exits without closing', async () => {
  const child = startChild(fixture, { env: { PATH: process.env.PATH! } });
  await child.line(/opened/);
  await child.exited;
  expect(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })).not.toContain(`parley-${child.pid}-`);
});
