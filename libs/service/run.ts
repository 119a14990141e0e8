import { startEvidence, stopEvidence } from '@parley/evidence';
import { serveGrpc } from '@parley/middleware/grpc';
import { startTracing } from '@parley/tracing';
import type pino from 'pino';
import type { z } from 'zod';
import { readConfig } from './config';
import type { BaseConfig } from './config';
import { controlService } from './control';
import { watchHealth } from './health';
import { openLog } from './log';
import { drainAndClose } from './stop';
import type { Running } from './stop';
import type { Way, Ways } from './ways';

export interface ServiceSpec<S extends z.ZodType<BaseConfig>> {
  service: string;
  config: S;
  /** Makes every way in and out, without starting one. */
  compose: (context: { config: z.infer<S>; log: pino.Logger; process: string }) => Promise<Ways>;
  /** Milliseconds from the signal after which the process ends drained or not, with code 1; default 18 s. */
  stopWithinMs?: number;
}

/** Ways in and gRPC 5 s, ways out 5 s, what they close 5 s, the connections that they share 2 s; under a supervisor's 20 s. */
const STOP_WITHIN_MS = 18_000;
const LINGER_MS = 500;

const channels = (ways: Way[] = []) => ways.map((way) => way.channel);

/**
 * Runs a service for as long as the process lives: configuration, tracing and evidence, `compose`, ways out, ways in,
 * gRPC with health, reflection and control; then one line `ready {"service","process","grpc":port}` on stdout. Ends with
 * code 0 when drained after SIGTERM or SIGINT, 1 after a failure (its cause is in the log) or when draining takes too
 * long or a second signal comes, 2 when the configuration is wrong.
 */
export function runService<S extends z.ZodType<BaseConfig>>(spec: ServiceSpec<S>): void {
  const config = readConfig(spec.config);
  const log = openLog(spec.service, config.PARLEY_NAME, config.PARLEY_LOG);
  let running: Running | undefined;
  let stopping = false;

  function fail(what: string, err: unknown): never {
    log.fatal({ err }, what);
    process.exit(1);
  }
  process.on('uncaughtException', (error) => fail('uncaught exception', error));
  process.on('unhandledRejection', (reason) => fail('unhandled rejection', reason));

  async function onSignal(signal: string): Promise<void> {
    if (stopping) fail(`${signal} while stopping`, undefined);
    stopping = true;
    log.info(`${signal}: stopping`);
    // Nothing was promised to anyone yet.
    if (!running) process.exit(0);
    setTimeout(() => fail('draining took too long', undefined), spec.stopWithinMs ?? STOP_WITHIN_MS).unref();
    if (!(await drainAndClose(running))) process.exit(1);
    log.info('stopped');
    setTimeout(() => {
      log.warn({ open: process.getActiveResourcesInfo() }, 'something is still open');
      process.exit(0);
    }, LINGER_MS).unref();
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void onSignal(signal));

  start(spec, config, log).then(
    (started) => {
      running = started;
      const ready = { service: spec.service, process: config.PARLEY_NAME, grpc: started.grpc.port };
      process.stdout.write(`ready ${JSON.stringify(ready)}\n`);
    },
    (error) => fail('cannot start', error),
  );
}

async function start<S extends z.ZodType<BaseConfig>>(
  spec: ServiceSpec<S>,
  config: z.infer<S>,
  log: pino.Logger,
): Promise<Running> {
  const { service } = spec;
  const { PARLEY_NAME: name, PARLEY_RUN: run } = config;
  const { PARLEY_OTLP_URL: otlpUrl, PARLEY_OTLP_ALSO: otlpAlso } = config;
  const tracing = startTracing({ service, process: name, otlpUrl, otlpAlso });
  startEvidence({ dir: config.PARLEY_EVIDENCE, run, process: name });
  const ways = await spec.compose({ config, log, process: name });
  for (const way of [...(ways.out ?? []), ...(ways.in ?? [])]) await way.start?.();
  const description = {
    service,
    process: name,
    waysIn: [...(ways.grpc ?? []).map((one) => one.name), ...channels(ways.in)],
    waysOut: channels(ways.out),
  };
  const services = [...(ways.grpc ?? []), controlService(description, { faultsAllowed: config.PARLEY_FAULTS })];
  const grpc = await serveGrpc({ address: `${config.PARLEY_HOST}:${config.PARLEY_GRPC_PORT}`, services });
  const stopWatching = watchHealth(ways, grpc, log);
  return {
    ways,
    grpc,
    stopWatching,
    log,
    async finish() {
      stopEvidence();
      await tracing.stop();
    },
  };
}
