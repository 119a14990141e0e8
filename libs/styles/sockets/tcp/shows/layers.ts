import { openLan } from '@parley/faults';
import type { Finding, Show } from '@parley/roles';
import { openCast, table } from '@parley/staging';
import { boundaries } from '../../shown/boundaries';
import { cableOut } from '../../shown/cable';
import { carriers, type Behaviour } from '../../shown/carriers';
import { congestion } from '../../shown/congestion';
import { onTheWire } from '../../shown/on-the-wire';
import { congestionFindings, sayWindows } from '../../shown/windows';

const headOf = { udp: 8, ip: 20 };

/** Application, transport, network, link: what each adds to the same two messages. */
async function layers(lan: Awaited<ReturnType<typeof openLan>>, say: (line: string) => void): Promise<Finding[]> {
  const { nobody, somebody, udp, tcp, applicationBytes } = await onTheWire(lan);
  say('“Hello, world” from one host to another, answered: what the kernel counted of what left the first');
  const rowOf = (name: string, { networkPackets, networkBytes, linkBytes }: typeof udp) => {
    const transport = networkBytes - headOf.ip * networkPackets;
    return [
      name,
      `${applicationBytes} B`,
      `${networkPackets}`,
      `${transport} B`,
      `${networkBytes} B`,
      `${linkBytes} B`,
    ];
  };
  const head = ['carrier', 'application', 'packets', 'transport', 'network', 'link'];
  for (const line of table(head, [rowOf('UDP', udp), rowOf('TCP', tcp)])) say(line);
  say('');
  return [
    {
      says: 'UDP adds 8 B to a message, IP 20 B, and one packet carries it',
      measured: `${applicationBytes} B of the application, ${udp.networkBytes} B of IP in ${udp.networkPackets} packet`,
      holds: udp.networkPackets === 1 && udp.networkBytes === applicationBytes + headOf.udp + headOf.ip,
    },
    {
      says: 'TCP makes a connection, acknowledges and ends it: more packets for the same bytes',
      measured: `${tcp.tcpSegments} segments, ${tcp.networkBytes} B of IP`,
      holds: tcp.tcpSegments > 2 && tcp.networkBytes > udp.networkBytes,
    },
    {
      says: 'the link puts a head of its own before each packet',
      measured: `${udp.linkBytes - udp.networkBytes} B more for UDP, ${tcp.linkBytes - tcp.networkBytes} B for TCP`,
      holds: [udp, tcp].every((one) => one.linkBytes >= one.networkBytes + 14 * one.networkPackets),
    },
    {
      says: 'the network reaches a host, the transport a process there',
      measured: `a port without a process: ${nobody.toThisHost} for the host, ${nobody.udpToProcess} for a process; with one: ${somebody.udpToProcess}`,
      holds:
        nobody.toThisHost > 0 && nobody.udpToNobody === 1 && nobody.udpToProcess === 0 && somebody.udpToProcess === 1,
    },
  ];
}

const rowsOf = (tcp: Behaviour, udp: Behaviour): string[][] => [
  ['nobody is there', tcp.alone, udp.alone],
  ['a link of 0 to 40 ms', `${tcp.overtaken} overtaken`, `${udp.overtaken} overtaken`],
  ['150 ms more each way', `answer after ${tcp.slowMs.toFixed(0)} ms`, `answer after ${udp.slowMs.toFixed(0)} ms`],
  [
    'the receiver stands still',
    `${tcp.letGo} let go, ${tcp.letGo - tcp.came} lost`,
    `${udp.letGo} let go, ${udp.letGo - udp.came} lost`,
  ],
];

export const show: Show = {
  title: 'Layers: what TCP and UDP add to the network, and what neither gives',
  rows: ['S1', 'S56'],
  run: async ({ say, out }) => {
    const lan = await openLan({ hosts: ['a', 'b'] });
    const cast = openCast(out);
    try {
      const wire = await layers(lan, say);
      const reads = await boundaries();
      const cable = await cableOut(cast, lan);
      const [{ tcp, udp }, crowded] = await Promise.all([carriers(cast), congestion(lan)]);
      const pulled = ['the cable is out for a while', cable.tcp.measured, cable.udp.measured];
      const bounds = [
        'sends of 3, 3 and 5 B',
        ...[reads.tcp, reads.udp].map((sizes) => `reads of ${sizes.join(', ')} B`),
      ];
      for (const line of table(['', 'TCP', 'UDP'], [bounds, pulled, ...rowsOf(tcp, udp)])) say(line);
      if (typeof crowded === 'string') say(`\nCongestion control is not shown: ${crowded}.`);
      else sayWindows(crowded, say);
      return [
        ...wire,
        ...(typeof crowded === 'string' ? [] : congestionFindings(crowded)),
        {
          says: 'boundaries: TCP is a stream of bytes; UDP keeps each message apart',
          measured: `sent 3 3 5; TCP read ${reads.tcp.join(' ')}, UDP ${reads.udp.join(' ')}`,
          holds: reads.tcp.join() !== '3,3,5' && reads.udp.join() === '3,3,5',
        },
        {
          says: 'reliable: what the network lost, TCP sends again, and delivers it once; UDP does not',
          measured: `cable out in the middle of 60: TCP ${cable.tcp.measured}; UDP ${cable.udp.measured}`,
          holds:
            cable.tcp.lost === 0 &&
            cable.tcp.twice === 0 &&
            cable.tcp.again > 0 &&
            cable.udp.lost > 0 &&
            cable.udp.lost < 60,
        },
        {
          says: 'ordered: TCP’s bytes come as they were sent; a datagram is overtaken',
          measured: `${tcp.overtaken} against ${udp.overtaken} of 100 by the same proxy`,
          holds: tcp.overtaken === 0 && udp.overtaken > 0,
        },
        {
          says: 'a connection: TCP’s sender learns that nobody is there; UDP’s does not',
          measured: `${tcp.alone}; ${udp.alone}`,
          holds: tcp.alone === 'retryable' && udp.alone === 'sent',
        },
        {
          says: 'flow control: TCP’s sender waits for a receiver that stands still, and nothing is lost; UDP’s goes on',
          measured: `of 300, TCP let go ${tcp.letGo} and delivered ${tcp.came}; UDP ${udp.letGo} and ${udp.came}`,
          holds: tcp.letGo < 300 && tcp.came === tcp.letGo && udp.letGo === 300 && udp.came < 300,
        },
        {
          says: 'neither bounds the delay: a slow link is simply slow',
          measured: `TCP ${tcp.slowMs.toFixed(0)} ms, UDP ${udp.slowMs.toFixed(0)} ms; without it ${tcp.quickMs.toFixed(1)} and ${udp.quickMs.toFixed(1)} ms`,
          // Timers may be early by a part of a millisecond.
          holds: [tcp, udp].every(({ slowMs }) => slowMs >= 290),
        },
      ];
    } finally {
      await cast.close();
      await lan.close();
    }
  },
};
