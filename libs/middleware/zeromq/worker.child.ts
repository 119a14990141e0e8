import { openWorker } from './index';

/** A worker in a process of its own, to be frozen and killed: answers with its name after `DELAY` ms. */
const { CONNECT = '', SINK = '', NAME = '', CREDIT = '4', DELAY = '0' } = process.env;

const main = async () => {
  let handled = 0;
  const worker = await openWorker({
    connect: CONNECT,
    sink: SINK,
    name: NAME,
    credit: Number(CREDIT),
    handle: async ({ body }) => {
      handled += 1;
      console.log(JSON.stringify({ event: handled === 1 ? 'first' : 'job' }));
      if (DELAY !== '0') await new Promise((resolve) => setTimeout(resolve, Number(DELAY)));
      return { body, headers: { by: NAME } };
    },
  });
  console.log(JSON.stringify({ event: 'open' }));
  process.on('SIGTERM', () => {
    void worker.drain().then(() => {
      worker.close();
      console.log(JSON.stringify({ event: 'drained', handled }));
    });
  });
};

void main();
