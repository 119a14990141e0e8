import type { Socket } from 'node:net';
import type { Piece, Stage } from './tcp-stages';

/** So much may be on its way in one direction; then the sender is not read any more, and notices. */
const room = 1024 * 1024;

/** What leaves the queue: bytes, or the end of the connection in this direction, or its reset. */
type Item = Piece & { is: 'bytes' | 'end' | 'reset' };

const nothing = Buffer.alloc(0);

interface Way {
  from: Socket;
  to: Socket;
  stages(): Stage[];
  /** While true nothing leaves. */
  held(): boolean;
  passed(bytes: number): void;
  close(): void;
  cut(): void;
}

/** One direction of a connection: everything leaves in the order in which it came, when the toxics let it. */
export function openFlow({ from, to, stages, held, passed, close, cut }: Way) {
  const queue: Item[] = [];
  let waiting = 0;
  let latest = 0;
  let timer: NodeJS.Timeout | undefined;
  let full = false;
  let yielding = false;
  let done = false;

  const put = (item: Item) => {
    latest = Math.max(latest, item.at);
    queue.push({ ...item, at: latest });
    waiting += item.bytes.length;
    if (waiting > room) from.pause();
  };

  const leave = ({ is, bytes, last }: Item) => {
    if (is === 'reset') return cut();
    if (is === 'end') return void to.end();
    passed(bytes.length);
    full = !to.write(bytes);
    if (full) to.once('drain', () => ((full = false), flush()));
    if (last) close();
  };

  const flush = () => {
    clearTimeout(timer);
    while (queue[0] && !held() && !full && !yielding && !done) {
      const wait = queue[0].at - performance.now();
      if (wait > 0) {
        timer = setTimeout(flush, Math.ceil(wait));
        return;
      }
      const item = queue.shift()!;
      waiting -= item.bytes.length;
      if (waiting <= room) from.resume();
      leave(item);
      if (!item.alone) continue;
      yielding = true;
      setImmediate(() => ((yielding = false), flush()));
    }
  };

  const end = (is: 'end' | 'reset') => () => {
    put({ is, bytes: nothing, at: stages().reduce((at, stage) => stage.end?.(at) ?? at, performance.now()) });
    flush();
  };
  from.on('end', end('end'));
  from.on('error', end('reset'));

  return {
    take: (bytes: Buffer) => {
      const first: Piece[] = [{ bytes, at: performance.now() }];
      const pieces = stages().reduce((all, { pass }) => (pass ? all.flatMap(pass) : all), first);
      for (const piece of pieces) put({ ...piece, is: 'bytes' });
      flush();
    },
    flush,
    /** What waits because of a toxic that is no longer there leaves now. */
    hurry: () => {
      latest = 0;
      for (const item of queue) item.at = 0;
      flush();
    },
    stop: () => {
      done = true;
      clearTimeout(timer);
    },
  };
}
