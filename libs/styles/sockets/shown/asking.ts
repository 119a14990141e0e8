import net from 'node:net';
import { ms, pause } from '@parley/staging';
import { stock, type Served } from './four-servers';

/** What a client saw: its answer, or that it got none; and when it was over. */
interface Asked {
  served?: Served;
  at: number;
  took: number;
}

export const ask = (port: number, request: string): Promise<Asked> =>
  new Promise((resolve) => {
    const started = performance.now();
    let text = '';
    const end = () => {
      const at = performance.now();
      socket.destroy();
      resolve({ at, took: at - started, ...(text.endsWith('\n') && { served: JSON.parse(text) as Served }) });
    };
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('utf8').on('data', (some) => {
      text += some;
      if (text.endsWith('\n')) end();
    });
    socket.on('error', end).on('close', end);
  });

export const clients = stock;
export const waitMs = 100;

/** How many requests were under way at the same time, at most. */
const atOnce = (served: Served[]): number =>
  Math.max(
    ...served.map(
      (one) =>
        served.filter((other) => BigInt(other.began) <= BigInt(one.began) && BigInt(one.began) < BigInt(other.ended))
          .length,
    ),
  );

export const many = async (port: number, request: string) => {
  const started = performance.now();
  const asked = await Promise.all(Array.from({ length: clients }, () => ask(port, request)));
  const served = asked.flatMap(({ served: one }) => (one ? [one] : []));
  return { served, took: performance.now() - started, atOnce: atOnce(served) };
};

/** A slow request, and a quick one that comes after it: which of them was over first. */
export const quickBehind = async (port: number, slow: string) => {
  const first = ask(port, slow);
  await pause(50);
  const second = ask(port, 'wait 0');
  const [before, quick] = await Promise.all([first, second]);
  return { overtakes: quick.at < before.at, text: ms(quick.took) };
};
