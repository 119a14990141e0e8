import { join } from 'node:path';
import { startChild, type Child } from '@parley/faults/testing';

export interface Answer {
  n: number;
  id: string;
  addresses: string[];
  neighbours: string[];
  recipients: number;
  failed?: string;
  reason?: string;
  message?: string;
  ms: number;
}

export interface Got {
  name: string;
  channel: string;
  bytes: number;
  text: string;
  author: string;
  via: string;
}

/** A process that holds peers and does with them as it is told. libp2p cannot be loaded within jest. */
export function startHost() {
  const child: Child = startChild(join(__dirname, 'peer.child.ts'));
  const answers = new Map<number, (answer: Answer) => void>();
  const got: Got[] = [];
  const looking = new Set<() => void>();
  let last = 0;
  child.eachLine((line) => {
    if (line.startsWith('got ')) {
      got.push(JSON.parse(line.slice(4)) as Got);
      looking.forEach((look) => look());
    }
    if (!line.startsWith('> ')) return;
    const answer = JSON.parse(line.slice(2)) as Answer;
    answers.get(answer.n)?.(answer);
  });

  const tell = (told: object): Promise<Answer> => {
    const n = (last += 1);
    const answered = new Promise<Answer>((resolve) => answers.set(n, resolve));
    child.write(JSON.stringify({ n, channel: 'news', ...told }));
    return answered;
  };

  return {
    child,
    got,
    tell,
    open: (name: string, know: string[] = [], listen = ['tcp://127.0.0.1:0'], deadlineMs = 5000) =>
      tell({ do: 'open', name, know, listen, deadlineMs }),
    /** Resolves with the first arrival for which it holds, those already there included. */
    arrival: (holds: (one: Got) => boolean) =>
      new Promise<Got>((resolve) => {
        const look = () => {
          const found = got.find(holds);
          if (!found) return;
          looking.delete(look);
          resolve(found);
        };
        looking.add(look);
        look();
      }),
  };
}

export type Host = ReturnType<typeof startHost>;
