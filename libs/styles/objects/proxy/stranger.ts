import { connectRpyc } from '@parley/middleware/rpyc';
import type { OpenStranger } from '@parley/roles';
import { placeOf } from './address';
import type { Office } from './receiver';

/** Knows the object and its method, and not what its argument is. */
export const openStranger: OpenStranger = async ({ connect, name, deadlineMs }) => {
  const connection = await connectRpyc({ ...placeOf(connect), deadlineMs });
  const root = await connection.root<Office>();
  const desk = (await root.exposed_desk(name, 1)) as unknown as { notify(bytes: Buffer): Promise<void> };
  return {
    // That it is refused is the receiver's matter.
    say: async (bytes) => void (await desk.notify(bytes).catch(() => undefined)),
    close: connection.close,
  };
};
