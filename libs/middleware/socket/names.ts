import dgram from 'node:dgram';
import { promises as dns } from 'node:dns';
import { AUTHORITATIVE_ANSWER, decode, encode, type Answer, type DecodedPacket } from 'dns-packet';
import { Fatal, Retryable } from '@parley/faults';

/** Where a service runs now. */
export interface Service {
  host: string;
  port: number;
}

export interface NameServer {
  /** `host:port` to be asked on, over UDP. */
  address: string;
  /** Says that the service of that name runs there from now on; undefined: nowhere. */
  announce(name: string, service: Service | undefined): void;
  /** Questions answered so far. */
  asked(): number;
  close(): Promise<void>;
}

export interface Names {
  /** Where the service runs now: asked anew each time. Fatal `unknown-name`; Retryable where nobody answers. */
  find(name: string): Promise<Service>;
}

const noSuchName = 3;
const zone = 'hosts.test';
const targetOf = (host: string): string => `${host.replaceAll('.', '-')}.${zone}`;
const hostOf = (target: string): string => target.slice(0, -zone.length - 1).replaceAll('-', '.');

/** The records that answer one question: SRV (RFC 2782) for a service, A for the hosts that those name. */
const answersTo = (services: Map<string, Service>, type: string, name: string): Answer[] => {
  const service = services.get(name.toLowerCase());
  if (type === 'SRV' && service)
    return [
      { type, name, ttl: 0, data: { priority: 0, weight: 0, port: service.port, target: targetOf(service.host) } },
    ];
  if (type === 'A' && name.endsWith(`.${zone}`)) return [{ type, name, ttl: 0, data: hostOf(name) }];
  return [];
};

/** A DNS server for a few services of one host, on UDP; its records may change while it runs, and nobody may keep them. */
export async function openNameServer(): Promise<NameServer> {
  const services = new Map<string, Service>();
  const socket = dgram.createSocket('udp4');
  let asked = 0;
  const answer = ({ id, questions = [] }: DecodedPacket): Buffer => {
    const answers = questions.flatMap(({ type, name }) => answersTo(services, type, name));
    const flags = AUTHORITATIVE_ANSWER | (answers.length === 0 ? noSuchName : 0);
    return encode({ type: 'response', id, flags, questions, answers });
  };
  socket.on('message', (bytes, { port, address }) => {
    try {
      socket.send(answer(decode(bytes)), port, address);
      asked += 1;
    } catch {
      // What is no question gets no answer, as with any other name server.
    }
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    announce: (name, service) => void (service ? services.set(name, service) : services.delete(name)),
    asked: () => asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** Asks the name server at `host:port` through Node's own resolver; one question takes at most `deadlineMs`. */
export function openNames(server: string, { deadlineMs = 2000 } = {}): Names {
  const resolver = new dns.Resolver({ timeout: deadlineMs, tries: 1 });
  resolver.setServers([server]);
  const failed = (name: string) => (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOTFOUND' || cause.code === 'ENODATA')
      throw new Fatal(`there is no service ${name}`, { reason: 'unknown-name', cause });
    throw new Retryable(`no answer about ${name}: ${cause.code}`, { cause });
  };
  return {
    find: async (name) => {
      const [record] = await resolver.resolveSrv(name).catch(failed(name));
      const [host] = await resolver.resolve4(record!.name).catch(failed(name));
      return { host: host!, port: record!.port };
    },
  };
}
