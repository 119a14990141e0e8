/** What systems of this clone keep outside `.parley`: noted when they start, so that `parley down --purge` finds it. */
import { findCompose, wipeDocker } from './docker.mjs';
import { installPackagesOfNpm } from './install.mjs';
import { home } from './paths.mjs';
import { say } from './progress.mjs';
import { databaseOf, dropSchemas } from './schemas.mjs';
import { readJson, writeJson } from './state.mjs';

const read = (file) => ({ docker: false, databaseUrls: [], ...readJson(file) });

/** Notes Docker's volumes or a database as used. The note is for this user only: an address may hold a password. */
export function noteOutside({ docker = false, databaseUrl }, file = home('run', 'outside.json')) {
  const before = read(file);
  const databaseUrls = [...new Set([...before.databaseUrls, ...(databaseUrl ? [databaseUrl] : [])])];
  const after = { docker: before.docker || docker, databaseUrls };
  if (after.docker || databaseUrls.length > 0) writeJson(file, after, { mode: 0o600 });
}

async function wipeVolumes() {
  const compose = await findCompose();
  if (!compose) throw new Error("Docker's volumes parley_rabbitmq and parley_kafka stay: no Docker daemon answers");
  await wipeDocker(compose);
  return "removed Docker's containers and volumes of the brokers";
}

async function wipeDatabase(url) {
  await installPackagesOfNpm({ onLine: say });
  const names = await dropSchemas(url);
  return `dropped the schemas in PostgreSQL at ${databaseOf(url)}: ${names.join(', ') || 'there were none'}`;
}

/** Removes all that was noted; what can't be removed is told and left. Resolves to whether all of it is gone. */
export async function purgeOutside(file = home('run', 'outside.json')) {
  const { docker, databaseUrls } = read(file);
  const work = [...(docker ? [wipeVolumes] : []), ...databaseUrls.map((url) => () => wipeDatabase(url))];
  let gone = true;
  for (const one of work) {
    try {
      say(await one());
    } catch (error) {
      gone = false;
      say(error.message);
    }
  }
  return gone;
}
