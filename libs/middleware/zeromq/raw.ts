import { Dealer, Publisher as Pub, Push, Request, Router } from 'zeromq';
import type { Ends } from './patterns';
import { addressOf, boundAll, codeOf, patternOptions } from './sockets';
import type { ClientCurve } from './curve';

const kinds = { dealer: Dealer, pub: Pub, push: Push, req: Request } as const;

/** A socket that speaks as somebody who knows the transport and none of our frames. `say` sends one message of one frame. */
export interface RawSocket {
  addresses: string[];
  say(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Opens one. Resolves when it is bound; `say` resolves when libzmq has taken the bytes, rejects after `deadlineMs`. */
export async function openRaw(
  kind: keyof typeof kinds,
  { bind = [], connect = [], deadlineMs, curve }: Ends & { deadlineMs: number; curve?: ClientCurve },
): Promise<RawSocket> {
  const socket = new kinds[kind]({ ...patternOptions, sendTimeout: deadlineMs, ...curve });
  const addresses = await boundAll(socket, bind);
  for (const address of connect) socket.connect(addressOf(address));
  return { addresses, say: (bytes) => socket.send(bytes), close: async () => socket.close() };
}

/**
 * Opens a ROUTER that stands where a source of the pipeline stands, and says its bytes to every worker that has asked it
 * for work; `say` waits for the first to ask.
 */
export async function openRawSource({ bind }: { bind: string[] }): Promise<RawSocket> {
  const socket = new Router({ ...patternOptions, mandatory: true, sendTimeout: 0 });
  const addresses = await boundAll(socket, bind);
  const peers = new Map<string, Buffer>();
  let asked: () => void = () => undefined;
  const someone = new Promise<void>((resolve) => (asked = resolve));
  const hear = async () => {
    for await (const [identity] of socket) {
      if (identity) peers.set(identity.toString('hex'), identity);
      asked();
    }
  };
  void hear();
  return {
    addresses,
    say: async (bytes) => {
      await someone;
      for (const [key, identity] of peers)
        await socket.send([identity, bytes]).catch((error: unknown) => {
          if (codeOf(error) === 'EHOSTUNREACH') peers.delete(key);
          else throw error;
        });
    },
    close: async () => socket.close(),
  };
}

/** A bare REQ socket as libzmq has it: `send` and `receive` reject with its own words (`EAGAIN`, `EFSM`) after `timeoutMs`. */
export function openBareRequest(address: string, timeoutMs: number) {
  const socket = new Request({ linger: 0, sendTimeout: timeoutMs, receiveTimeout: timeoutMs });
  socket.connect(addressOf(address));
  const said = (call: Promise<unknown>): Promise<string> =>
    call.then(
      (value) => (Array.isArray(value) ? value.map(String).join(' ') : 'ok'),
      (error: unknown) => codeOf(error),
    );
  return {
    send: (text: string) => said(socket.send(text)),
    receive: () => said(socket.receive()),
    close: () => socket.close(),
  };
}
