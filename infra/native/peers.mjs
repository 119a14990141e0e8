/**
 * What clients in other languages need, for the tests that let them talk with ours: Python with its packages in an
 * environment of its own under .parley/python, Java and RabbitMQ’s client for it, Apache Qpid’s, MPICH, network namespaces.
 * `node infra/native/peers.mjs java python` prints the variables by which they are found.
 */
import { installSystem } from './install.mjs';
import { jarsOf } from './jars.mjs';
import { home, isMain } from './paths.mjs';
import { makePython, python } from './python.mjs';
import { withLock } from './state.mjs';

const rabbitmqClient = jarsOf('rabbitmq-client', 'RabbitMQ’s Java client');
const qpid = jarsOf('qpid', 'Apache Qpid’s AMQP 1.0 client');

/**
 * Makes the named peers available (`python`, `java`, `qpid`, `mpich`, `namespaces`) and resolves to the variables by which tests
 * find them. Rejects with BrokerMissing, which names the command that installs what is missing.
 */
export async function acquirePeers(which, { install = true, onLine = () => {} } = {}) {
  if (which.length === 0) return {};
  return withLock(home('peers.lock'), async () => {
    await installSystem(which, { install, onLine });
    const found = {};
    if (which.includes('java')) {
      await rabbitmqClient.fetch();
      found.PARLEY_RABBIT_JARS = rabbitmqClient.classpath;
    }
    if (which.includes('qpid')) {
      await qpid.fetch();
      found.PARLEY_QPID_JARS = qpid.classpath;
    }
    if (which.includes('python')) {
      await makePython({ onLine });
      found.PARLEY_PYTHON = python;
    }
    return found;
  });
}

if (isMain(import.meta.url)) {
  const found = await acquirePeers(process.argv.slice(2), { onLine: (line) => console.error(line) });
  console.log(JSON.stringify(found));
}
