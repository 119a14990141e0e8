import { clientCurve, curveKeys, type ClientCurve, type ServerCurve } from '@parley/middleware/zeromq';

// Who has it has the keys. This one is in the source: it shows how CURVE works and protects nothing.
const demonstration = 'for demonstrations only';

const passphrase = (): string => process.env.PARLEY_CURVE_PASSPHRASE || demonstration;

/**
 * The server's keys, and the one client that it lets in; from `PARLEY_CURVE_PASSPHRASE`, which both sides must have.
 * `wrong`: the keys of somebody else, who stands where the server is looked for.
 */
export const serverCurve = (which: 'right' | 'wrong' = 'right'): ServerCurve => ({
  keys: curveKeys(passphrase(), which === 'right' ? 'server' : 'nobody'),
  admit: [curveKeys(passphrase(), 'client').publicKey],
});

/** The client's keys; `wrong`: those of somebody whom the server does not know. */
export const credentials = (which: 'right' | 'wrong'): ClientCurve =>
  clientCurve(curveKeys(passphrase(), which === 'right' ? 'client' : 'nobody'), serverCurve().keys.publicKey);

/** Another server's key, for a client that takes it for ours. */
export const mistaken = (): ClientCurve =>
  clientCurve(curveKeys(passphrase(), 'client'), curveKeys(passphrase(), 'nobody').publicKey);
