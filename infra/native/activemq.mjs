/** One ActiveMQ Classic broker as a plain Java process: AMQP 1.0 over TLS, as Amazon MQ has it, and nothing else; the jars are fetched by the pom beside. */
import { mkdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certifyJava, javaCertificate } from './certificate.mjs';
import { jarsOf } from './jars.mjs';
import { root } from './paths.mjs';
import { isOpen } from './ports.mjs';
import { isAlive, signalProcess, startProcess, stopProcess, untilReady } from './processes.mjs';

const jars = jarsOf('activemq', 'ActiveMQ');
export const { isInstalled, fetch: fetchActivemq } = jars;

const [user, password] = ['parley', 'parley'];

/** Queues and topics that nobody has used for 30 s and that are empty are removed: places of a test leave none behind. */
const configuration = ({ base, ports }) => `<?xml version="1.0" encoding="UTF-8"?>
<beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
       xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
         http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="parley" dataDirectory="${base}/data" useJmx="false"
          useShutdownHook="true" schedulePeriodForDestinationPurge="10000" advisorySupport="false">
    <destinationPolicy>
      <policyMap>
        <policyEntries>
          <policyEntry queue="&gt;" gcInactiveDestinations="true" inactiveTimeoutBeforeGC="30000"/>
          <policyEntry topic="&gt;" gcInactiveDestinations="true" inactiveTimeoutBeforeGC="30000"/>
        </policyEntries>
      </policyMap>
    </destinationPolicy>
    <persistenceAdapter>
      <kahaDB directory="${base}/data/kahadb" journalMaxFileLength="16mb"/>
    </persistenceAdapter>
    <plugins>
      <simpleAuthenticationPlugin>
        <users>
          <authenticationUser username="${user}" password="${password}" groups="users"/>
        </users>
      </simpleAuthenticationPlugin>
    </plugins>
    <systemUsage>
      <systemUsage>
        <memoryUsage><memoryUsage limit="64 mb"/></memoryUsage>
        <storeUsage><storeUsage limit="512 mb"/></storeUsage>
        <tempUsage><tempUsage limit="64 mb"/></tempUsage>
      </systemUsage>
    </systemUsage>
    <sslContext>
      <sslContext keyStore="file:${javaCertificate(base).store}" keyStorePassword="${javaCertificate(base).password}"
                  keyStoreType="PKCS12"/>
    </sslContext>
    <transportConnectors>
      <transportConnector name="amqp" uri="amqp+ssl://127.0.0.1:${ports.amqp}?maximumConnections=1000"/>
    </transportConnectors>
  </broker>
</beans>
`;

const startedAfter = (log, from) =>
  existsSync(log) && /Apache ActiveMQ .* started/.test(readFileSync(log).subarray(from).toString('utf8'));

/**
 * Starts the broker in `base` (data there is used again) and returns when it answers. `ports`: {amqp}. Its address names the
 * certificate to trust.
 */
export async function startActivemq({ base, ports, onSpawn = () => {} }) {
  mkdirSync(join(base, 'data'), { recursive: true });
  const log = join(base, 'activemq.log');
  const file = join(base, 'activemq.xml');
  writeFileSync(file, configuration({ base, ports }));
  await certifyJava(base);
  const from = existsSync(log) ? readFileSync(log).length : 0;
  const options = jars.java([
    '-Xms32m',
    '-Xmx192m',
    '-Xss512k',
    '-XX:ReservedCodeCacheSize=48m',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${join(root, 'infra/native/activemq/log4j2.properties')}`,
    `-Dactivemq.home=${base}`,
    `-Dactivemq.base=${base}`,
  ]);
  const command = ['org.apache.activemq.console.command.ShellCommand', 'start', `xbean:file:${file}`];
  const server = startProcess('java', [...options, ...command], { env: process.env, cwd: base, log });
  onSpawn([server]);
  const stop = ({ graceMs = 20_000 } = {}) => stopProcess(server, { graceMs });
  const ready = async () => startedAfter(log, from) && (await isOpen(ports.amqp));
  await untilReady(server, ready, { name: 'ActiveMQ', withinMs: 120_000 }).catch(async (error) => {
    await stop({ graceMs: 1000 });
    throw error;
  });
  return {
    pid: server.pid,
    processes: [server],
    exited: server.exited,
    stop,
    kill: (signal) => signalProcess(server.pid, signal),
    isAlive: () => isAlive(server),
    addresses: {
      activemqUrl: `amqps://${user}:${password}@127.0.0.1:${ports.amqp}/?ca=${encodeURIComponent(javaCertificate(base).ca)}`,
    },
  };
}
