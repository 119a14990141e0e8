import { openProxy } from '@parley/faults';

/** What a sender is told of messages that it sends into a cable that has been pulled out, and what becomes of them. */
export interface Pulled {
  sent: number;
  wentWell: number;
  told: number;
  arrived: number;
}

interface Ways {
  /** The broker's address. */
  url: string;
  /** Opens a sender through the proxy's address; `send` settles within a second. */
  open(url: string): Promise<{ send(body: Buffer): Promise<void>; close(): Promise<void> }>;
  /** How many of them have arrived, asked by another way, at the end. */
  arrived(): Promise<number>;
}

const count = 5;

/** Sends over a line that then goes dead and is cut: what was on it is lost. */
export async function pulled({ url, open, arrived }: Ways): Promise<Pulled> {
  const { hostname: host, port } = new URL(url);
  const proxy = await openProxy({ carrier: 'tcp', target: { host, port: Number(port) } });
  const through = new URL(url);
  through.port = String(proxy.port);
  const sender = await open(through.href);
  try {
    proxy.blackHole(true);
    const sending = Array.from({ length: count }, (_, index) => sender.send(Buffer.from(`${index}`)));
    const outcomes = await Promise.allSettled(sending);
    proxy.cut();
    proxy.blackHole(false);
    const wentWell = outcomes.filter(({ status }) => status === 'fulfilled').length;
    return { sent: count, wentWell, told: count - wentWell, arrived: await arrived() };
  } finally {
    await sender.close();
    await proxy.close();
  }
}

/** The finding of one that tells, or of one that does not. */
export const tells = ({ sent, wentWell, told, arrived }: Pulled, isTold: boolean) => ({
  measured: `${sent} sent, ${wentWell} came back well, ${told} were told as unknown, ${arrived} arrived`,
  holds: arrived === 0 && (isTold ? told === sent : wentWell === sent),
});
