import type { Attributes, Placed, Stream, ToxicType } from './toxics';

/** A run of bytes on its way and when it may go on, in ms of the monotonic clock. */
export interface Piece {
  bytes: Buffer;
  at: number;
  /** Leaves in a turn of its own, so that it is a segment of its own. */
  alone?: boolean;
  /** The connection is closed when it has left. */
  last?: boolean;
}

/** What one toxic does to one direction of one connection. */
export interface Stage {
  /** Sees what arrives on either side, before anything is done to it; true cuts the connection there and then. */
  cutsAt?(stream: Stream, bytes: Buffer): boolean;
  pass?(piece: Piece): Piece[];
  /** When the end may go on. */
  end?(at: number): number;
  stop?(): void;
}

interface Surroundings {
  random: () => number;
  /** Closes the connection as a program would. */
  close(): void;
  /** Resets it. */
  cut(): void;
}

const soon = (ms: number, call: () => void): Pick<Stage, 'stop'> => {
  const timer = setTimeout(call, ms);
  return { stop: () => clearTimeout(timer) };
};

const cutUp = (bytes: Buffer, size: () => number): Buffer[] => {
  const cuts: Buffer[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const length = Math.max(1, Math.round(size()));
    cuts.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return cuts;
};

/** Whether `text` is in a stream of chunks: also where it is spread over two of them. */
const finder = (text: string) => {
  const sought = Buffer.from(text);
  let tail: Buffer = Buffer.alloc(0);
  return (chunk: Buffer): boolean => {
    const seen = Buffer.concat([tail, chunk]);
    const found = seen.includes(sought);
    tail = found ? Buffer.alloc(0) : seen.subarray(Math.max(0, seen.length - sought.length + 1));
    return found;
  };
};

const cutAfterRequest = ({ every = 1, request, response }: Attributes['cut_after_request'], placed: Placed): Stage => {
  const [asks, answers] = [finder(request ?? ''), finder(response ?? '')];
  let turn: Stream = 'downstream';
  let doomed = false;
  return {
    cutsAt: (stream, bytes) => {
      const begins = turn !== stream;
      turn = stream;
      if (stream === 'downstream') return doomed && answers(bytes);
      if (asks(bytes) && (begins || request !== undefined)) {
        placed.requests += 1;
        doomed ||= placed.requests % every === 0;
      }
      return false;
    },
  };
};

type Make<T extends ToxicType> = (attributes: Attributes[T], around: Surroundings, placed: Placed) => Stage;

const makers: { [T in ToxicType]?: Make<T> } = {
  latency: ({ latency, jitter = 0 }, { random }) => {
    const later = (at: number) => at + latency + (random() * 2 - 1) * jitter;
    return { pass: (piece) => [{ ...piece, at: later(piece.at) }], end: later };
  },
  bandwidth: ({ rate }) => {
    let free = 0;
    return {
      pass: ({ bytes, at, ...rest }) =>
        // A tenth of a second each, so that it flows.
        cutUp(bytes, () => rate * 100).map((part) => {
          free = Math.max(free, at) + part.length / rate;
          return { ...rest, bytes: part, at: free };
        }),
    };
  },
  slow_close: ({ delay }) => ({ end: (at) => at + delay }),
  timeout: ({ timeout }, { close }) => ({ pass: () => [], ...(timeout > 0 && soon(timeout, close)) }),
  reset_peer: ({ timeout }, { cut }) => soon(timeout, cut),
  slicer: ({ average_size: size, size_variation: variation = 0, delay = 0 }, { random }) => ({
    pass: ({ bytes, at, ...rest }) =>
      cutUp(bytes, () => size + (random() * 2 - 1) * variation).map((part, index) => ({
        ...rest,
        bytes: part,
        at: at + (index * delay) / 1000,
        alone: true,
      })),
  }),
  limit_data: ({ bytes: limit }) => {
    let left = limit;
    return {
      pass: (piece) => {
        const bytes = piece.bytes.subarray(0, left);
        left -= bytes.length;
        return [{ ...piece, bytes, last: left === 0 }];
      },
    };
  },
  cut_after_request: (attributes, _, placed) => cutAfterRequest(attributes, placed),
};

/** What this toxic does to one connection; undefined where its toxicity spares it. */
export const stageOf = (placed: Placed, around: Surroundings): Stage | undefined =>
  around.random() < placed.toxicity
    ? (makers[placed.type] as Make<ToxicType>)(placed.attributes, around, placed)
    : undefined;
