import { openDatagram, peerOf } from './index';

const group = 'udp://239.77.9.4:9000';

const say = (text: string) => void process.stdout.write(`${text}\n`);

const member = async () => {
  await openDatagram({ bind: group }, (bytes) => say(String(bytes)));
  say('ready');
};

const sender = async () => {
  for (const [text, options] of [
    ['ttl 0', { ttl: 0 }],
    ['ttl 1', { ttl: 1 }],
    ['no loop', { loop: false }],
    ['end', {}],
  ] as const) {
    const socket = await openDatagram({ bind: 'udp://0.0.0.0:0', ...options });
    await socket.send(Buffer.from(text), peerOf(group));
    await socket.close();
  }
};

void (process.argv[2] === 'member' ? member() : sender());
