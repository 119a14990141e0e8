import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSync, type PackageDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { repoRoot } from '@parley/topology';
import { streaming } from './types';

const load = (keepCase: boolean): PackageDefinition => {
  const root = join(repoRoot(), 'proto');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.proto'));
  return loadSync(files, { includeDirs: [root], keepCase, longs: String, enums: String, defaults: true, oneofs: true });
};

let loaded: PackageDefinition | undefined;

/** All of proto/ as grpc-js wants it, read once a process: camelCase, int64 and enums as strings, defaults filled in. */
const packageDefinition = (): PackageDefinition => (loaded ??= load(false));

let described: PackageDefinition | undefined;

/** The same for reflection, with the fields named as in proto/: proto-loader renames them in the descriptors too. */
export const descriptors = (): PackageDefinition => (described ??= load(true));

/**
 * The definition of a service in proto/, e.g. `parley.orders.v1.Orders`; throws where there is none, or where a method
 * streams otherwise than `streaming` says.
 */
export const loadService = <Def = ServiceDefinition>(name: string): Def => {
  const service = packageDefinition()[name] as ServiceDefinition | undefined;
  if (!service || 'format' in service) throw new Error(`proto/ has no service ${name}`);
  for (const [method, { requestStream, responseStream }] of Object.entries(service)) {
    const found = requestStream ? (responseStream ? 'both' : 'client') : responseStream ? 'server' : undefined;
    const listed = Object.entries(streaming).find(([, names]) => (names as readonly string[]).includes(method))?.[0];
    if (found !== listed) throw new Error(`${name}/${method}: \`streaming\` must name streams, and only them`);
  }
  return service as Def;
};
