import { kafkaClient, type KafkaPlace } from '@parley/middleware/kafka';
import type { Advertised, GroundOptions } from '@parley/roles';
import { openAdvertised } from './advertised';
import { findBroker, findCluster, restartNode } from './find';
import { openMortal, takeTurn } from './mortal';
import { type BrokerGround, common, freshName, groundAt } from './place';

const addressOf = (brokers: readonly string[], prefix: string): string => {
  const [first = '', ...others] = brokers;
  return `kafka://${first}/${prefix}${others.length > 0 ? `?also=${others.join(',')}` : ''}`;
};

/** Deletes the topics and the groups of a place. */
async function removePlace({ brokers, prefix }: KafkaPlace): Promise<void> {
  const { kafka, kill } = kafkaClient({ brokers, clientId: 'ground', log: () => undefined }).open();
  const late = setTimeout(kill, 20_000);
  const admin = kafka.admin();
  try {
    await admin.connect();
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${prefix}.`));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const groups = (await admin.listGroups()).groups
      .map(({ groupId }) => groupId)
      .filter((id) => id.startsWith(`${prefix}.`));
    // One that has members yet stays: it is empty of offsets once its topics are gone.
    if (groups.length > 0) await admin.deleteGroups(groups).catch(() => undefined);
  } finally {
    clearTimeout(late);
    await admin.disconnect().catch(() => undefined);
    kill();
  }
}

/** A ground whose broker can be met by a way of its own, which is closed with it. */
const withWays = (ground: BrokerGround): BrokerGround => {
  const ways: Advertised[] = [];
  return {
    ...ground,
    behind: async (address) => {
      const way = await openAdvertised(address);
      ways.push(way);
      return way;
    },
    close: async () => {
      await Promise.all(ways.splice(0).map((way) => way.close()));
      await ground.close();
    },
  };
};

/**
 * Opens places on a Kafka: a fresh prefix each, `kafka://host:port/PREFIX` (`kafkaPlace` reads it). All names of topics and
 * groups must begin with `PREFIX.`: what does is deleted when the ground closes.
 *
 * `mortal`: on a broker that may be struck, by one ground at a time. `common`: the prefix `parley`, and it stays.
 */
export const onKafka =
  () =>
  async ({ mortal = false, common: keep = false }: GroundOptions = {}): Promise<BrokerGround> => {
    const struck = mortal ? await openMortal('kafka') : undefined;
    const found = struck?.addresses ?? (await findBroker('kafka', ['kafkaBrokers']));
    const place = { brokers: found.kafkaBrokers!.split(','), prefix: keep && !mortal ? common : freshName() };
    const end = async () => {
      struck?.broker.thaw();
      if (place.prefix !== common) await removePlace(place);
    };
    const ground = groundAt([addressOf(place.brokers, place.prefix)], () => end().finally(struck?.close));
    return withWays({ ...ground, broker: struck?.broker });
  };

/**
 * The same, by the listener that wants SASL PLAIN over TLS, as Event Hubs does: the user is `$ConnectionString`, the password
 * a connection string, the certificate one that nobody has signed: `kafka+ssl://user:password@host:port/PREFIX?ca=FILE`.
 */
export const onKafkaSasl =
  () =>
  async ({ mortal = false, common: keep = false }: GroundOptions = {}): Promise<BrokerGround> => {
    const struck = mortal ? await openMortal('kafka') : undefined;
    const found = struck?.addresses ?? (await findBroker('kafka', ['kafkaSasl', 'kafkaBrokers']));
    const place = { brokers: found.kafkaBrokers!.split(','), prefix: keep && !mortal ? common : freshName() };
    const url = new URL(found.kafkaSasl!);
    url.pathname = `/${place.prefix}`;
    const end = async () => {
      struck?.broker.thaw();
      if (place.prefix !== common) await removePlace(place);
    };
    const ground = groundAt([url.href], () => end().finally(struck?.close));
    return withWays({ ...ground, broker: struck?.broker });
  };

export interface KafkaCluster extends BrokerGround {
  /** `kafka1`, `kafka2`, `kafka3`, as the client names them by host:port. */
  nodes: {
    address: string;
    /** SIGKILL. */
    kill(): void;
    /** Starts it again on its data; resolves when it answers. */
    start(): Promise<void>;
  }[];
}

/**
 * Three brokers that are one cluster, each partition on all three, a write acknowledged when two have it: any one of them
 * can be killed and started again. It is the caller's alone until it closes, and then stays up with the run.
 */
export async function openKafkaCluster(): Promise<KafkaCluster> {
  const giveBack = await takeTurn('kafka3');
  try {
    let noted = await findCluster();
    const brokers = noted.addresses.kafkaBrokers!.split(',');
    const prefix = freshName();
    const down = new Set<number>();
    const start = async (index: number) => {
      noted = await restartNode(index + 1);
      down.delete(index);
    };
    const nodes = brokers.map((address, index) => ({
      address,
      kill: () => {
        process.kill(noted.processes[index]!.pid, 'SIGKILL');
        down.add(index);
      },
      start: () => start(index),
    }));
    const end = async () => {
      for (const index of down) await start(index);
      await removePlace({ brokers, prefix });
    };
    return { ...groundAt([addressOf(brokers, prefix)], () => end().finally(giveBack)), nodes };
  } catch (error) {
    giveBack();
    throw error;
  }
}
