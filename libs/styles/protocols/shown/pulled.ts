import { kindOf, openProxy } from '@parley/faults';
import { pause, until } from '@parley/staging';

/** What a sender is told of messages that it sends into a cable that has been pulled out, and what becomes of them. */
export interface Pulled {
  sent: number;
  wentWell: number;
  /** Rejected as an outcome that nobody knows. */
  unknown: number;
  /** How many of them have arrived when one that was sent after them has. */
  arrived: number;
  /** Whether one that was sent while the cable was in has arrived, and one after it was in again. */
  way: { before: boolean; after: boolean };
}

interface Ways {
  /** The broker's address. */
  url: string;
  /** Opens a sender through the proxy's address; `send` settles within a second. */
  open(url: string): Promise<{ send(body: Buffer): Promise<void>; close(): Promise<void> }>;
  /** What has arrived so far, by another way than the proxy. */
  arrived(): readonly string[];
}

const count = 5;
const patienceMs = 10_000;

/** Sends over a line that then goes dead, is cut, and is there again: what was on it is lost, what comes after it is not. */
export async function pulled({ url, open, arrived }: Ways): Promise<Pulled> {
  const { hostname: host, port } = new URL(url);
  const proxy = await openProxy({ carrier: 'tcp', target: { host, port: Number(port) } });
  const through = new URL(url);
  through.port = String(proxy.port);
  const known = arrived().length;
  const came = (text: string) => arrived().slice(known).includes(text);
  const sender = await open(through.href);
  try {
    await sender.send(Buffer.from('before'));
    await until(() => came('before'), patienceMs);
    proxy.blackHole(true);
    const lost = Array.from({ length: count }, (_, index) => `lost ${index}`);
    const outcomes = await Promise.all(lost.map((text) => sender.send(Buffer.from(text)).then(() => 'well', kindOf)));
    proxy.cut();
    proxy.blackHole(false);
    // What is sent before the cut is noticed is lost as well.
    for (const end = performance.now() + patienceMs; !came('after') && performance.now() < end; await pause(100))
      await sender.send(Buffer.from('after')).catch(() => undefined);
    return {
      sent: count,
      wentWell: outcomes.filter((each) => each === 'well').length,
      unknown: outcomes.filter((each) => each === 'unknown').length,
      arrived: lost.filter(came).length,
      way: { before: came('before'), after: came('after') },
    };
  } finally {
    await sender.close();
    await proxy.close();
  }
}

/** The finding of one that tells, or of one that does not. */
export const tells = ({ sent, wentWell, unknown, arrived, way }: Pulled, isTold: boolean) => ({
  measured:
    `${sent} sent, ${wentWell} came back well, ${unknown} were told as unknown, ${arrived} arrived; ` +
    `before: ${way.before ? 'arrived' : 'lost'}, when the cable was in again: ${way.after ? 'arrived' : 'lost'}`,
  holds: way.before && way.after && arrived === 0 && (isTold ? unknown : wentWell) === sent,
});
