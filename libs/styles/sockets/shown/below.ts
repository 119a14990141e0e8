import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { codecs, type ContentType } from '@parley/marshalling';
import { openSocketClient, openSocketServer } from '@parley/middleware/socket';
import { clientCurve, curveKeys, openReplier, openRequester } from '@parley/middleware/zeromq';

/** All that an application knows of what is below it: a typed request is answered. */
export type Ask = <Request extends object, Response>(request: Request) => Promise<Response>;

type Bytes = (request: Buffer) => Promise<Buffer>;

/** Carries bytes there and back. */
export interface CarrierLayer {
  serve(address: string, answer: Bytes): Promise<{ address: string; close(): Promise<void> }>;
  open(address: string): { ask: Bytes; close(): Promise<void> };
}

const deadlineMs = 10_000;

/** A socket: of the network by `tcp://`, of this host alone by `ipc://`. */
export const socket: CarrierLayer = {
  serve: async (address, answer) => {
    const { addresses, close } = await openSocketServer(address, { request: answer });
    return { address: addresses[0]!, close };
  },
  open: (address) => {
    const { request, close } = openSocketClient(address);
    return { ask: (bytes) => request(bytes, deadlineMs), close };
  },
};

const zeromqWith = (keys?: {
  server: ReturnType<typeof curveKeys>;
  client: ReturnType<typeof curveKeys>;
}): CarrierLayer => ({
  serve: async (address, answer) => {
    const { addresses, close } = await openReplier({
      bind: [address],
      handle: async ([bytes]) => [await answer(bytes!)],
      refused: () => undefined,
      ...(keys && { curve: { keys: keys.server, admit: [keys.client.publicKey] } }),
    });
    return { address: addresses[0]!, close };
  },
  open: (address) => {
    const curve = keys && clientCurve(keys.client, keys.server.publicKey);
    const { request, close } = openRequester({ connect: [address], curve });
    return { ask: async (bytes) => (await request([bytes], { deadlineMs }))[0]!, close };
  },
});

export const zeromq = zeromqWith();

/** The same, encrypted; the keys are made for this demonstration. */
export const encrypted = zeromqWith({
  server: curveKeys('swap a layer', 'server'),
  client: curveKeys('swap a layer', 'client'),
});

/** A layer above a carrier that makes the bytes fewer. */
export const compressed = (below: CarrierLayer): CarrierLayer => ({
  serve: (address, answer) =>
    below.serve(address, async (bytes) => deflateRawSync(await answer(inflateRawSync(bytes)))),
  open: (address) => {
    const { ask, close } = below.open(address);
    return { ask: async (bytes) => inflateRawSync(await ask(deflateRawSync(bytes))), close };
  },
});

/** A typed request and its response over a codec over a carrier. */
export const over = (contentType: ContentType, types: { request: string; response: string }) => {
  const { encode, decode } = codecs[contentType];
  return {
    asking:
      (ask: Bytes): Ask =>
      async <Request extends object, Response>(request: Request) =>
        decode(types.response, await ask(encode(types.request, request))) as Response,
    answering:
      <Request, Response extends object>(answer: (request: Request) => Response): Bytes =>
      async (bytes) =>
        encode(types.response, answer(decode(types.request, bytes) as Request)),
  };
};
