import { openProxy } from '@parley/faults';
import { grpcClient } from '@parley/middleware/grpc';
import { messagesOf, type Finding, type Show } from '@parley/roles';
import { openCast, partHere, startPart, table } from '@parley/staging';
import { targetOf } from '../../address';
import { keyHeader } from '../../once';
import { told } from '../../outcome';
import { toWire } from '../../wire';
import { openReceiver } from '../receiver';
import { openSender } from '../sender';
import { callsName, type CallsDefinition } from '../service';

/** Longer than a show lasts: what settles earlier was ended by somebody else's deadline. */
const patienceMs = 60_000;
const deadlineMs = 2000;

/** A server that calls the next one in its procedure, and would wait a minute for it: prints how that call ended. */
const relay = async (address: string, signal: AbortSignal): Promise<void> => {
  const place = { name: 'relay', deadlineMs: patienceMs, credentials: 'right' } as const;
  const next = await openSender({ ...place, bind: [], connect: [address] });
  const reserve: NonNullable<typeof next.reserve> = async (request) => {
    const from = performance.now();
    try {
      return await next.reserve!(request);
    } catch (error) {
      process.stdout.write(`ended ${(error as Error).name} ${(performance.now() - from).toFixed(0)}\n`);
      throw error;
    }
  };
  const application = { notify: async () => undefined, reserve, refused: () => undefined };
  const { addresses } = await openReceiver({ ...place, bind: ['tcp://127.0.0.1:0'], connect: [] }, application);
  process.stdout.write(`at ${addresses[0]}\n`);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
};

/** What a call ended with: `ok`, or the name of its error. */
const ended = (call: Promise<unknown>): Promise<string> =>
  told(call).then(
    () => 'ok',
    (error: Error) => error.name,
  );

export const show: Show = {
  title: 'Repeat only what may be done twice; a deadline and a cancellation go on with the calls made on their behalf',
  rows: ['S10'],
  run: async ({ say, out, signal }) => {
    const here = partHere();
    if (here) return relay(here.told[0]!, signal).then(() => []);
    const cast = openCast(out);
    const server = await cast.start('rpc', 'server', 'server', { bind: 'tcp://127.0.0.1:0' });
    const target = { host: '127.0.0.1', port: Number(server.address.split(':').at(-1)) };
    const proxy = await openProxy({ carrier: 'tcp', target });
    const through = `tcp://127.0.0.1:${proxy.port}`;
    const asker = grpcClient<CallsDefinition>(callsName, targetOf([through]));
    const middle = startPart('rpc', 'retry', 'relay', server.address);
    const chain = grpcClient<CallsDefinition>(callsName, targetOf([(await middle.line(/^at /)).slice(3)]));
    const findings: Finding[] = [];
    const found = (says: string, measured: string, holds: boolean) => findings.push({ says, measured, holds });
    try {
      const client = await cast.start('rpc', 'client', 'client', { connect: through, deadlineMs: 10_000 });
      const count = (event: 'sent' | 'delivered' | 'processed', which: (id: string, channel: string) => boolean) =>
        cast.history().filter((one) => one.event === event && which(one.msg.id, one.channel)).length;
      const requests = () => count('sent', (_, channel) => channel === `${callsName}/Reserve`);
      const executed = (id: string) => count('delivered', (one) => one === id);

      // Every second request of these reaches the server, is executed, and its answer is cut.
      const cut = (request: string, response: string) =>
        proxy.addToxic({ type: 'cut_after_request', attributes: { every: 2, request, response } });
      const toxic = cut('client-', 'in-reply-to');
      const lines: (string | number)[][] = [];
      const lose = async (what: string, call: { base64?: string; headers?: Record<string, string> } = {}) => {
        await client.send({ op: 'reserve', count: 1 });
        const before = requests();
        const [outcome] = await client.send({ op: 'reserve', count: 1, ...call });
        const seen = { of: outcome!, sent: requests() - before, executed: executed(outcome!.id) };
        const caller = seen.of.ok ? 'ok' : `outcome ${seen.of.kind}`;
        lines.push([what, seen.sent, seen.executed, caller]);
        return { ...seen, caller };
      };
      const plain = await lose('a reservation');
      const headers = { [keyHeader]: 'order-7' };
      const order = { base64: Buffer.from('order 7').toString('base64'), headers };
      const keyed = await lose('a reservation with a key', order);
      const [again] = await client.send({ op: 'reserve', count: 1, ...order });
      const [other] = await client.send({ op: 'reserve', count: 1, headers });
      proxy.removeToxic(toxic);

      cut('how much', 'how much');
      const questions = () => count('delivered', (_, channel) => channel === `${callsName}/Echo`);
      await asker.Echo({ text: 'how much' });
      const before = questions();
      const asked = await ended(asker.Echo({ text: 'how much' }, { deadlineMs: 10_000, idempotent: true }));
      const answered = questions() - before;
      lines.push(['a question, which changes nothing', '', answered, asked]);
      say('The answer is cut after its request has arrived:\n');
      for (const line of table(['call', 'sent', 'executed', 'the caller knows'], lines)) say(line);

      found(
        'a call that is not idempotent is not sent again: it has been executed, and its caller cannot know',
        `sent ${plain.sent}, executed ${plain.executed}, ${plain.caller}`,
        plain.sent === 1 && plain.executed === 1 && plain.caller === 'outcome unknown',
      );
      found(
        'with an idempotency key it is sent again, and executed once',
        `sent ${keyed.sent}, executed ${keyed.executed}, ${keyed.caller}`,
        keyed.sent === 2 && keyed.executed === 1 && keyed.caller === 'ok',
      );
      found(
        'a second call with that key has the answer of the first, and is not executed',
        `executed ${executed(again!.id)}, answer to ${again!.ok ? again!.digest : again!.kind}`,
        executed(again!.id) === 0 && again!.ok && again!.digest === keyed.of.id,
      );
      found(
        'another call under that key is refused for good, and is not executed',
        `executed ${executed(other!.id)}, ${other!.ok ? 'answered' : `${other!.kind} ${other!.reason}`}`,
        executed(other!.id) === 0 && !other!.ok && other!.kind === 'fatal' && other!.reason === 'key-reused',
      );
      found(
        'what is idempotent by nature needs no key: executed twice, which does no harm',
        `executed ${answered}, ${asked}`,
        answered === 2 && asked === 'ok',
      );

      const wire = (n: number) => ({ message: toWire(messagesOf('chain', { count: 1, from: n })[0]!) });
      await chain.Reserve(wire(0));
      await server.tell({ do: 'behave', how: { is: 'hold' } });
      const inner = async () => {
        const [, name = '', took = ''] = (await middle.line(/^ended /)).split(' ');
        return { name, took: Number(took), says: `${name} after ${took} ms of its ${patienceMs} ms` };
      };
      const late = await ended(chain.Reserve(wire(1), { deadlineMs }));
      const shortened = await inner();
      found(
        'a deadline goes on: what the server calls on the caller’s behalf ends with it',
        `the caller: ${late} (deadline ${deadlineMs} ms); the call behind it: ${shortened.says}`,
        late === 'OutcomeUnknown' && shortened.name === 'OutcomeUnknown' && shortened.took < patienceMs / 2,
      );
      const stop = new AbortController();
      const cancelled = ended(chain.Reserve(wire(2), { deadlineMs: patienceMs, signal: stop.signal }));
      await cast.until(() => executed('chain-2') === 1);
      stop.abort();
      const [caller, stopped] = [await cancelled, await inner()];
      const ran = count('delivered', (id) => id === 'chain-2') - count('processed', (id) => id === 'chain-2');
      found(
        'a cancellation too; the procedure that runs already is not stopped, so the outcome is not known',
        `the caller: ${caller}; the call behind it: ${stopped.says}; procedures still running: ${ran}`,
        caller === 'OutcomeUnknown' && stopped.took < patienceMs / 2 && ran === 1,
      );
      await server.tell({ do: 'release' });
      return findings;
    } finally {
      asker.close();
      chain.close();
      middle.kill('SIGKILL');
      await proxy.close();
      await cast.close();
    }
  },
};
