import { startProcess, type Lan } from '@parley/faults';
import { countedAt, grown, onlyIPv4 } from './layers';

/** What the deck's client sends. */
const applicationBytes = 'Hello, world'.length;

/** A role of a style on a host, in the deck's bytes. */
const startRole = (lan: Lan, host: string, style: string, role: string, ...place: string[]) =>
  startProcess([...lan.prefix(host), process.execPath, __filename, style, '--role', role, ...place], {
    env: { ...process.env },
  });

/**
 * The deck's exchange of host a with host b over each carrier, as the kernel of a counted what left it; and one datagram for a port
 * of b without a process and with one, as that of b counted them.
 */
export async function onTheWire(lan: Lan) {
  const at = (carrier: string, port: number) => `${carrier}://${lan.address('b')}:${port}`;
  const during = async (host: string, act: () => Promise<unknown>) => {
    const before = await countedAt(lan, host);
    await act();
    return grown(before, await countedAt(lan, host));
  };
  await onlyIPv4(lan, 'a');
  // Its first packet makes the hosts known to each other: from then on they ask no more for addresses.
  const nobody = await during('b', async () => {
    const client = startRole(lan, 'a', 'udp', 'client', '--connect', at('udp', 5409));
    await client.line(/^ready /);
    client.kill('SIGKILL');
    await client.exited;
  });
  const exchange = async (carrier: 'udp' | 'tcp', port: number, host: string) => {
    const server = startRole(lan, 'b', carrier, 'server', '--bind', at(carrier, port));
    await server.line(/^ready /);
    const counted = await during(host, async () => {
      await startRole(lan, 'a', carrier, 'client', '--connect', at(carrier, port)).exited;
      // TCP's server ends with its client; that its last segments have come, too.
      if (carrier === 'tcp') await server.exited;
    });
    server.kill('SIGKILL');
    await server.exited;
    return counted;
  };
  const somebody = await exchange('udp', 5401, 'b');
  return {
    applicationBytes,
    nobody,
    somebody,
    udp: await exchange('udp', 5402, 'a'),
    tcp: await exchange('tcp', 5403, 'a'),
  };
}
