/** What is used of the libp2p packages, which are ECMAScript modules only. */
export interface Libraries {
  createLibp2p: typeof import('libp2p').createLibp2p;
  tcp: typeof import('@libp2p/tcp').tcp;
  noise: typeof import('@libp2p/noise').noise;
  yamux: typeof import('@libp2p/yamux').yamux;
  identify: typeof import('@libp2p/identify').identify;
  gossipsub: typeof import('@libp2p/gossipsub').gossipsub;
  multiaddr: typeof import('@multiformats/multiaddr').multiaddr;
}

interface WithResolvers {
  withResolvers?: () => {
    promise: Promise<unknown>;
    resolve: (value: unknown) => void;
    reject: (why: unknown) => void;
  };
}

/** libp2p calls Promise.withResolvers, which Node has from 22 on only. */
function mendPromise(): void {
  const promises = Promise as unknown as WithResolvers;
  promises.withResolvers ??= () => {
    let [resolve, reject] = [(_value: unknown) => {}, (_why: unknown) => {}];
    const promise = new Promise((res, rej) => ([resolve, reject] = [res, rej]));
    return { promise, resolve, reject };
  };
}

const loadAll = async (): Promise<Libraries> => {
  mendPromise();
  const [{ createLibp2p }, { tcp }, { noise }, { yamux }, { identify }, { gossipsub }, { multiaddr }] =
    await Promise.all([
      import('libp2p'),
      import('@libp2p/tcp'),
      import('@libp2p/noise'),
      import('@libp2p/yamux'),
      import('@libp2p/identify'),
      import('@libp2p/gossipsub'),
      import('@multiformats/multiaddr'),
    ]);
  return { createLibp2p, tcp, noise, yamux, identify, gossipsub, multiaddr };
};

let libraries: Promise<Libraries> | undefined;

/** Loads libp2p, once a process. It cannot be loaded within jest: a peer is always a process of its own there. */
export const loadLibp2p = (): Promise<Libraries> => (libraries ??= loadAll());
