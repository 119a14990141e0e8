/** A tiny service for the tests beside it, run as a process of its own; MODE says how it misbehaves. */
import { currentTraceId, span } from '@parley/tracing';
import type { DeadLettersDefinition } from '@parley/contracts/generated/parley/control/v1/DeadLetters';
import { grpcService } from '@parley/middleware/grpc';
import { z } from 'zod';
import { address, addressList, baseEnv, runService } from './index';
import type { Way } from './index';

const forever = () => new Promise<never>(() => setInterval(() => undefined, 1000));

runService({
  service: 'tiny',
  config: z.object({
    ...baseEnv,
    MODE: z.enum(['', 'start-fails', 'stuck', 'slow-start', 'drain-fails', 'rejects', 'leaks']).default(''),
    PEER: address,
    BROKERS: addressList,
    STOP_WITHIN_MS: z.coerce.number().default(15_000),
  }),
  stopWithinMs: Number(process.env.STOP_WITHIN_MS || 15_000),
  async compose({ config, log, process: name }) {
    const say = (what: string) => log.info({ step: what }, what);
    say(`compose ${name} ${config.BROKERS.length}`);
    let release = () => undefined as void;
    let healthy = true;
    // By signal, since a draining server takes no call.
    process.on('SIGUSR2', () => release());
    process.on('SIGHUP', () => (healthy = !healthy));
    let insDrained = () => undefined as void;
    const afterIns = new Promise<void>((resolve) => (insDrained = resolve));

    const queue: Way = {
      channel: 'commands',
      async start() {
        say('in.start');
        if (config.MODE === 'start-fails') throw new Error('no queue', { cause: new Error('broker away') });
        if (config.MODE === 'slow-start') await forever();
      },
      async drain() {
        say('in.drain');
        if (config.MODE === 'drain-fails') throw new Error('cannot drain');
        if (config.MODE === 'stuck') await forever();
        // Until a test lets it go, if it wants to look at a draining service.
        if (holding) await new Promise<void>((resolve) => (release = resolve));
        insDrained();
      },
      healthy: () => healthy,
      close: async () => say('in.close'),
    };
    let holding = false;
    const log_: Way = {
      channel: 'events',
      start: async () => say('out.start'),
      drain: async () => say('out.drain'),
      close: async () => say('out.close'),
    };

    return {
      grpc: [
        grpcService<DeadLettersDefinition>('parley.control.v1.DeadLetters', {
          List: async () => ({ queues: [] }),
          /** A long call: answered only when the ways in are drained. */
          async Show() {
            holding = true;
            say('call.taken');
            await afterIns;
            say('call.done');
            return { letters: [] };
          },
          async Redrive() {
            if (config.MODE === 'rejects') void Promise.reject(new Error('nobody awaits this'));
            if (config.MODE === 'leaks') setInterval(() => undefined, 1000);
            await span({ name: 'inner', kind: 'internal', style: 'grpc', channel: 'inner' }, async () =>
              log.info({ step: 'traced', expected: currentTraceId() }, 'traced'),
            );
            return { redriven: 0 };
          },
        }),
      ],
      in: [queue],
      out: [log_],
      close: [{ close: async () => say('close') }],
    };
  },
});
