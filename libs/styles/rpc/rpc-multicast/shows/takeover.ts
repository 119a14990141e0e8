import { messagesOf, type Message, type Show } from '@parley/roles';
import { partHere, startPart, table, until } from '@parley/staging';
import { openGroup } from '../group';
import { openReceiver } from '../receiver';

const calls = 100;
const killedAfter = 40;

/** A server with a stock of its own: prints what it has executed, and what is left then. */
const serve = async (signal: AbortSignal): Promise<void> => {
  let stock = 10_000;
  const reserve = async (request: Message): Promise<Message> => {
    stock -= request.seq;
    process.stdout.write(`executed ${request.id} ${stock}\n`);
    return { ...request, body: Buffer.from(`${stock}`) };
  };
  const application = { notify: async () => undefined, reserve, refused: () => undefined };
  const place = { name: 'server', bind: ['tcp://127.0.0.1:0'], connect: [], deadlineMs: 2000 };
  const { addresses } = await openReceiver({ ...place, credentials: 'right' }, application);
  process.stdout.write(`at ${addresses[0]}\n`);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
};

export const show: Show = {
  title: 'A back-up executes everything, and takes over from a primary that is killed',
  rows: ['S13'],
  run: async ({ say, signal }) => {
    if (partHere()) return serve(signal).then(() => []);
    const servers = await Promise.all(
      ['primary', 'back-up'].map(async (name) => {
        const child = startPart('rpc-multicast', 'takeover', name);
        const address = (await child.line(/^at /)).slice(3);
        const executed: string[] = [];
        const left: number[] = [];
        child.eachLine((line) => {
          const [is, id = '', stock] = line.split(' ');
          if (is !== 'executed') return;
          executed.push(id);
          left.push(Number(stock));
        });
        return { name, child, address, executed, left };
      }),
    );
    const [primary, backup] = servers as [(typeof servers)[0], (typeof servers)[0]];
    const stock = await openGroup([primary.address, backup.address], 5000);
    try {
      const requests = messagesOf('caller', { count: calls });
      const answers: string[] = [];
      const errors: string[] = [];
      for (const request of requests) {
        const call = stock.reserve(request, 'primary');
        // While the call is under way: its answer may be the primary’s last, or the first of the back-up.
        if (request.seq === killedAfter) primary.child.kill('SIGKILL');
        await call.then(
          ({ body }) => answers.push(body.toString()),
          (error: Error) => errors.push(`${request.id}: ${error.name}`),
        );
      }
      await until(() => backup.executed.length >= calls);
      await primary.child.exited;
      const rows = servers.map(({ name, executed, left }) => [name, executed.length, left.at(-1) ?? '']);
      for (const line of table(['server', 'executed', 'stock at its end'], rows)) say(line);

      const expected = requests.map(({ seq }) => 10_000 - (seq * (seq + 1)) / 2);
      const { exited } = primary.child;
      return [
        {
          says: 'the primary was killed in the middle',
          measured: `after ${primary.executed.length} of ${calls} calls, by ${(await exited).signal}`,
          holds: primary.executed.length < calls && (await exited).signal === 'SIGKILL',
        },
        {
          says: 'the caller does not notice: every call is answered, and the answers go on as if nothing had happened',
          measured: `${answers.length} answers, ${errors.length} errors${errors.length > 0 ? `: ${errors[0]}` : ''}`,
          holds: errors.length === 0 && answers.join() === expected.join(),
        },
        {
          says: 'the back-up has executed every call once, those before it took over too: its state is complete',
          measured: `${backup.executed.length} executed, ${new Set(backup.executed).size} different, stock ${backup.left.at(-1)}`,
          holds:
            backup.executed.join() === requests.map(({ id }) => id).join() && backup.left.at(-1) === expected.at(-1),
        },
      ];
    } finally {
      await stock.close();
      for (const { child } of servers) child.kill('SIGKILL');
    }
  },
};
