import { openVentilator, openWorker } from './index';

/** A pipeline that does its work, closes what it opened, and must then end by itself. */
const main = async () => {
  const tcp = 'tcp://127.0.0.1:*';
  const names = { channel: 'price-jobs', resultChannel: 'price-results' };
  const ventilator = await openVentilator({ bind: tcp, sinkBind: tcp, ...names, resendAfterMs: 5000, maxQueued: 1000 });
  const { jobs: connect, results: sink } = ventilator.addresses;
  const handle = async ({ body }: { body: Buffer }) => ({ body, headers: {} });
  const worker = await openWorker({ connect, sink, name: 'one', credit: 4, handle });
  // Its ventilator never comes: what it would tell must not keep the process.
  const lonely = await openWorker({
    connect: 'tcp://127.0.0.1:1',
    sink: 'tcp://127.0.0.1:1',
    name: 'two',
    credit: 4,
    handle,
  });
  for (let n = 0; n < 100; n++)
    await ventilator.run({ id: `${n}`, body: Buffer.from('x'), headers: {} }, { deadlineMs: 5000 });
  for (const one of [worker, lonely]) {
    await one.drain();
    one.close();
  }
  await ventilator.drain();
  ventilator.close();
  console.log(JSON.stringify({ event: 'closed' }));
};

void main();
