import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { Fatal } from '@parley/faults';
import { repoRoot } from '@parley/topology';

const loadAll = (): protobuf.Root => {
  const folder = join(repoRoot(), 'proto');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.proto'));
  const root = new protobuf.Root();
  // Imports are named from proto/, as every Protobuf compiler does; google/protobuf/* comes with protobufjs.
  root.resolvePath = (_origin, target) => join(folder, target);
  root.loadSync(files.sort());
  root.resolveAll();
  return root;
};

let root: protobuf.Root | undefined;

/** Every message and service under `proto/`, parsed once a process; fields in camelCase. */
export const protoRoot = (): protobuf.Root => (root ??= loadAll());

const types = new Map<string, protobuf.Type>();

/** The message type of that full name, e.g. `parley.orders.v1.OrderEvent`. Throws Fatal `unknown-type`. */
export const messageType = (name: string): protobuf.Type => {
  const known = types.get(name);
  if (known) return known;
  const found = protoRoot().lookup(name, protobuf.Type);
  if (!(found instanceof protobuf.Type) || found.fullName !== `.${name}`)
    throw new Fatal(`no message type ${JSON.stringify(name)}`, { reason: 'unknown-type', detail: { type: name } });
  types.set(name, found);
  return found;
};

const typesIn = (scope: protobuf.NamespaceBase): protobuf.Type[] =>
  scope.nestedArray.flatMap((each) => [
    ...(each instanceof protobuf.Type ? [each] : []),
    ...(each instanceof protobuf.Namespace ? typesIn(each) : []),
  ]);

/** The full names of all message types of a package and its sub-packages, e.g. `parley`. */
export const messageTypeNames = (scope = 'parley'): string[] => {
  const found = protoRoot().lookup(scope);
  return found instanceof protobuf.Namespace ? typesIn(found).map((type) => type.fullName.slice(1)) : [];
};
