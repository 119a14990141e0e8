import { connectRpyc, serveRpyc, str } from '@parley/middleware/rpyc';
import type { DeckProgram } from '@parley/roles';
import { placeOf } from './address';

/** The list of one client: the deck's server makes one for each that connects. */
const openList = () => {
  let value: unknown[] = [];
  return {
    exposed_append: (data: unknown) => (value = [...value, data]),
    exposed_value: () => value,
  };
};

export type DBList = ReturnType<typeof openList>;

/** Serves the list until it is told to stop. */
const server: DeckProgram = async ({ bind, ready, signal }) => {
  const served = await serveRpyc({ ...placeOf(bind), service: openList });
  ready([`tcp://${served.host}:${served.port}`]);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  await served.close();
};

/** Connects, appends 2 and 4, prints the list: `[2, 4]`. */
const client: DeckProgram = async ({ connect, ready, say, deadlineMs }) => {
  const connection = await connectRpyc({ ...placeOf(connect), deadlineMs });
  ready([]);
  const root = await connection.root<DBList>();
  await root.exposed_append(2);
  await root.exposed_append(4);
  say(await str(await root.exposed_value()));
  await connection.close();
};

export const deck = { server, client };
