import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSync, type PackageDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { repoRoot } from '@parley/topology';
import { serverStreaming } from './types';

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
 * The definition of a service in proto/, e.g. `parley.orders.v1.Orders`; throws where there is none, or where it uses
 * a call shape that this adapter does not carry (client streams; a server stream that `serverStreaming` does not name).
 */
export const loadService = <Def = ServiceDefinition>(name: string): Def => {
  const service = packageDefinition()[name] as ServiceDefinition | undefined;
  if (!service || 'format' in service) throw new Error(`proto/ has no service ${name}`);
  for (const [method, { requestStream, responseStream }] of Object.entries(service)) {
    const listed = (serverStreaming as readonly string[]).includes(method);
    if (requestStream) throw new Error(`${name}/${method} streams its requests: not supported`);
    if (responseStream !== listed)
      throw new Error(`${name}/${method}: serverStreaming must name streams, and only them`);
  }
  return service as Def;
};
