import { startProcess, type Lan } from '@parley/faults';

/** What a host's layers have counted so far, as its kernel says. */
export interface Counted {
  /** That left by the network card: frames with their heads. */
  linkBytes: number;
  /** That left over IPv4. */
  networkBytes: number;
  networkPackets: number;
  tcpSegments: number;
  tcpAgain: number;
  /** IPv4 packets that were for this host. */
  toThisHost: number;
  udpToProcess: number;
  /** Datagrams for a port at which no process was. */
  udpToNobody: number;
}

const run = async (command: string[]): Promise<string> => {
  const child = startProcess(command, { env: { ...process.env } });
  const { code } = await child.exited;
  if (code !== 0) throw new Error(`${command.join(' ')}: ${child.output().stderr}`);
  return child.output().stdout;
};

/** The value of one counter in /proc/net/snmp or netstat: a line of names, then one of values. */
const counter = (text: string, protocol: string, name: string): number => {
  const [names, values] = text
    .split('\n')
    .filter((line) => line.startsWith(`${protocol}: `))
    .map((line) => line.split(' '));
  return Number(values?.[names?.indexOf(name) ?? -1] ?? NaN);
};

/** Reads the counters of a host of the network. */
export async function countedAt(lan: Lan, host: string): Promise<Counted> {
  const text = await run([...lan.prefix(host), 'cat', '/proc/net/snmp', '/proc/net/netstat', '/proc/net/dev']);
  const device = /^\s*eth0:\s*(.*)$/m.exec(text)![1]!.trim().split(/\s+/).map(Number);
  return {
    linkBytes: device[8]!,
    networkBytes: counter(text, 'IpExt', 'OutOctets'),
    networkPackets: counter(text, 'Ip', 'OutRequests'),
    toThisHost: counter(text, 'Ip', 'InDelivers'),
    tcpSegments: counter(text, 'Tcp', 'OutSegs'),
    tcpAgain: counter(text, 'Tcp', 'RetransSegs'),
    udpToProcess: counter(text, 'Udp', 'InDatagrams'),
    udpToNobody: counter(text, 'Udp', 'NoPorts'),
  };
}

/** What each counter grew by. */
export const grown = (before: Counted, after: Counted): Counted =>
  Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - before[name as keyof Counted]]),
  ) as unknown as Counted;

/** Pulls the cable of that host out, or puts it back in. */
export const setCable = (lan: Lan, host: string, how: 'out' | 'in'): Promise<string> =>
  run([...lan.prefix(host), 'ip', 'link', 'set', 'eth0', how === 'out' ? 'down' : 'up']);

/** Lets a host speak IPv4 only, so that its card counts nothing but what is to be seen. */
export const onlyIPv4 = (lan: Lan, host: string): Promise<string> => {
  const file = '/proc/sys/net/ipv6/conf/all/disable_ipv6';
  return run([...lan.prefix(host), 'sh', '-c', `[ ! -e ${file} ] || echo 1 > ${file}`]);
};
