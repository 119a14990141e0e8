import { crashPoints } from '@parley/topology';
import { z } from 'zod';

/** `host:port`. */
export const address = z.string().regex(/^[^:\s,]+:\d{1,5}$/, 'must be host:port');

/** `host:port,host:port…`, read as an array. */
export const addressList = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(address));

const crashPoint = z.string().refine((name) => crashPoints.some((point) => point.name === name), 'is no crash point');

/** The variables of every service: spread them into the `z.object` of its config.ts. */
export const baseEnv = {
  /** The instance, e.g. `packing-2`. */
  PARLEY_NAME: z.string(),
  /** The address that every server of the process listens on; 0.0.0.0 in a container. */
  PARLEY_HOST: z.string().default('127.0.0.1'),
  /** Port of the process' own gRPC server; 0 takes a free one. */
  PARLEY_GRPC_PORT: z.coerce.number().pipe(z.int().min(0).max(65_535)).default(0),
  /** Id of the run that the evidence belongs to. */
  PARLEY_RUN: z.string().default('local'),
  /** Folder of the SQLite files. */
  PARLEY_DATA: z.string(),
  /** PostgreSQL instead of SQLite. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Where spans go, `http://host:port`; absent: nowhere. */
  PARLEY_OTLP_URL: z.url().optional(),
  /** Where the same spans go as well, `http://host:port,http://host:port…`: a Jaeger beside the observer. */
  PARLEY_OTLP_ALSO: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(z.url({ protocol: /^http$/ })))
    .optional(),
  /** Folder of the evidence; absent: off. */
  PARLEY_EVIDENCE: z.string().optional(),
  PARLEY_CRASH_AT: crashPoint.optional(),
  /** 1: Control.SetFault is allowed. */
  PARLEY_FAULTS: z
    .enum(['0', '1'])
    .default('0')
    .transform((flag) => flag === '1'),
  PARLEY_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};

export type BaseConfig = z.infer<z.ZodObject<typeof baseEnv>>;

/** One line a variable that is missing or wrong: `PARLEY_DATA: is missing`. Never a value, which may be a secret. */
function complaints(error: z.ZodError, env: NodeJS.ProcessEnv): string[] {
  return error.issues.map(({ path, message }) => {
    const variable = path[0] === undefined ? 'environment' : String(path[0]);
    return `${variable}: ${path.length > 0 && env[variable] === undefined ? 'is missing' : message}`;
  });
}

/**
 * Reads a service's configuration; an empty variable counts as absent. If it doesn't fit, writes a line for each
 * variable at fault to stderr and ends the process with code 2.
 */
export function readConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv = process.env): z.infer<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  process.stderr.write(
    `configuration:\n${complaints(parsed.error, given)
      .map((line) => `  ${line}\n`)
      .join('')}`,
  );
  process.exit(2);
}
