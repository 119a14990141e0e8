import { openReceiver } from './receiver';

/** A worker that one kind of task kills. */
const place = { bind: [], connect: [process.env.URL ?? ''], name: 'worker', deadlineMs: 5000 };
const application = {
  notify: async ({ id }: { id: string }) => {
    if (id === 'deadly') process.kill(process.pid, 'SIGKILL');
  },
  reserve: async () => {
    throw new Error('it does not answer');
  },
  refused: () => undefined,
};
void openReceiver({ ...place, credentials: 'right' }, application);
