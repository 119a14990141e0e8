import { currentTraceId } from '@parley/tracing';
import pino from 'pino';

/** JSON lines on stderr, each with the trace that it was written in. Synchronous: the last words of a process count. */
export function openLog(service: string, process: string, level: string): pino.Logger {
  const destination = pino.destination({ dest: 2, sync: true });
  // Who reads the log may go away; the service goes on.
  destination.on('error', () => undefined);
  return pino(
    {
      level,
      base: { service, process },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => ({ trace: currentTraceId() }),
    },
    destination,
  );
}
