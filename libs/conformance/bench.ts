import type { OpenGround, SetUp } from '@parley/roles';
import type { Style } from '@parley/taxonomy';
import { openSession, type Session, type SessionOptions } from './session';
import type { Played } from './played';
import type { Files } from './trial';

/** The pair of processes that all undisturbing trials of a style share. */
export interface Calm {
  session: Session;
  sender: Played;
  receiver: Played;
}

/** Where the trials of one style run. */
export interface Bench {
  style: Style;
  files: Files;
  /** Fresh processes, gone when `run` has settled. */
  fresh<T>(options: SessionOptions, run: (session: Session) => Promise<T>): Promise<T>;
  /** The calm pair, one after the other; opened by the first. Leave it as it was. */
  calm<T>(run: (calm: Calm) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Lets at most `room` run at a time, in the order in which they came. */
export const gate = (room: number) => {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (inside >= room) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
};

interface BenchPlan {
  /** The program that plays the style's roles, and what stands before its options. */
  program: () => string[];
  style: Style;
  files: Files;
  openGround?: OpenGround;
  setUp?: SetUp;
  /** How many sessions of fresh processes may run at a time; on a ground of their own kind always one. */
  room: number;
}

/** Makes the bench of a style. Nothing is started before it is asked for. */
export function openBench({ program, style, files, openGround, setUp, room }: BenchPlan): Bench {
  const enter = gate(files.ground ? 1 : room);
  const inTurn = gate(1);
  let calm: Promise<Calm> | undefined;

  const open = (options: SessionOptions) => openSession({ style, program: program(), openGround, setUp }, options);
  const openCalm = async (): Promise<Calm> => {
    const session = await open({ deadlineMs: 5000 });
    try {
      const [sender, receiver] = await session.pair();
      await session.reached(sender);
      return { session, sender, receiver };
    } catch (error) {
      await session.close();
      throw error;
    }
  };
  const closeCalm = async () => {
    const closing = calm;
    calm = undefined;
    await closing?.then(
      ({ session }) => session.close(),
      () => undefined,
    );
  };

  return {
    style,
    files,
    fresh: (options, run) =>
      enter(async () => {
        // Two sessions cannot stand on the same ground.
        if (files.ground) await inTurn(closeCalm);
        const session = await open(options);
        return run(session).finally(() => session.close());
      }),
    calm: (run) => {
      const take = () => inTurn(async () => run(await (calm ??= openCalm())));
      return files.ground ? enter(take) : take();
    },
    close: closeCalm,
  };
}
