import { Fatal } from '@parley/faults';
import { brokerCommand, type Noted } from './command';

export type Kind = 'rabbitmq' | 'kafka' | 'activemq' | 'moto';

/** The variables that carry the addresses of the test brokers, and those by which people name their own. */
const variables: Record<Kind, Record<string, { test: string; own?: string }>> = {
  rabbitmq: {
    amqpUrl: { test: 'PARLEY_TEST_AMQP_URL', own: 'PARLEY_AMQP_URL' },
    rabbitApi: { test: 'PARLEY_TEST_RABBIT_API', own: 'PARLEY_RABBIT_API' },
    mqttUrl: { test: 'PARLEY_TEST_MQTT_URL', own: 'PARLEY_MQTT_URL' },
    stompUrl: { test: 'PARLEY_TEST_STOMP_URL', own: 'PARLEY_STOMP_URL' },
    amqpsUrl: { test: 'PARLEY_TEST_AMQPS_URL', own: 'PARLEY_AMQPS_URL' },
    mqttsUrl: { test: 'PARLEY_TEST_MQTTS_URL', own: 'PARLEY_MQTTS_URL' },
    stompsUrl: { test: 'PARLEY_TEST_STOMPS_URL', own: 'PARLEY_STOMPS_URL' },
  },
  kafka: {
    kafkaBrokers: { test: 'PARLEY_TEST_KAFKA_BROKERS', own: 'PARLEY_KAFKA_BROKERS' },
    kafkaSasl: { test: 'PARLEY_TEST_KAFKA_SASL_BROKERS' },
  },
  activemq: { activemqUrl: { test: 'PARLEY_TEST_ACTIVEMQ_URL', own: 'PARLEY_ACTIVEMQ_URL' } },
  moto: { motoUrl: { test: 'PARLEY_TEST_MOTO_URL', own: 'PARLEY_MOTO_URL' } },
};

const held = new Map<string, Promise<Noted>>();

const again = (key: string, noted: Promise<Noted>): Promise<Noted> => {
  held.set(key, noted);
  noted.catch(() => held.delete(key));
  return noted;
};

/** Of a test run, or else of this process: then it ends after us. */
const started = (name: string, wanted: readonly string[]): Promise<Noted> => {
  const run = process.env.PARLEY_TEST_RUN;
  if (run) return brokerCommand(['hold-for', run, name]);
  const key = `${name} ${wanted.join(' ')}`;
  return held.get(key) ?? again(key, brokerCommand(['hold', name, ...wanted], { stay: true }));
};

/** The addresses that the environment gives, if it gives all that are wanted. */
const given = (kind: Kind, wanted: readonly string[], whose: 'test' | 'own'): Record<string, string> | undefined => {
  const found = wanted.map((name) => process.env[variables[kind][name]?.[whose] ?? ''] ?? '');
  return found.every((address) => address !== '')
    ? Object.fromEntries(wanted.map((name, index) => [name, found[index]!]))
    : undefined;
};

/**
 * Where the broker of that kind is, by the names of the `wanted` addresses: that of the test run (PARLEY_TEST_…), else the
 * one that the environment names (PARLEY_AMQP_URL …), else the running system's; else one is started, which ends with this
 * process. Rejects Fatal `no-broker` where none can be had.
 */
export async function findBroker<Name extends string>(
  kind: Kind,
  wanted: readonly Name[],
): Promise<Record<Name, string>> {
  const known = given(kind, wanted, 'test') ?? (process.env.PARLEY_TEST_RUN ? undefined : given(kind, wanted, 'own'));
  const found = known ?? (await started(kind, wanted)).addresses;
  for (const name of wanted)
    if (!found[name]) throw new Fatal(`the ${kind} that is up has no ${name}`, { reason: 'no-broker' });
  return found as Record<Name, string>;
}

/** A broker that nobody else depends on: started at the first wish, shared by one run. */
export const findMortal = (kind: Kind): Promise<Noted> => started(`mortal-${kind}`, []);

const restarted = (name: string, ...how: string[]): Promise<Noted> => {
  const renewed = brokerCommand(['restart', name, ...how]);
  return process.env.PARLEY_TEST_RUN ? renewed : again(`${name} `, renewed);
};

/** Ends it by that signal and starts it again, at its ports and on its data. */
export const restartMortal = (kind: Kind, signal: 'SIGKILL' | 'SIGTERM'): Promise<Noted> =>
  restarted(`mortal-${kind}`, signal);

/** The cluster of three Kafkas. */
export const findCluster = (): Promise<Noted> => started('kafka3', []);

/** Starts one of them again, by its number: 1, 2 or 3. */
export const restartNode = (id: number): Promise<Noted> => restarted('kafka3', 'SIGKILL', String(id));
