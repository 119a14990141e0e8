import { createPrivateKey, createPublicKey, createHash } from 'node:crypto';
import { Context, Reply } from 'zeromq';

/** A key pair of CURVE, in Z85 as libzmq takes it. */
export interface CurveKeys {
  publicKey: string;
  secretKey: string;
}

/** What the side that binds shows and asks for. */
export interface ServerCurve {
  keys: CurveKeys;
  /** Public keys of those that are let in. */
  admit: string[];
}

/** What the side that connects shows and asks for: options of its socket. */
export interface ClientCurve {
  curvePublicKey: string;
  curveSecretKey: string;
  curveServerKey: string;
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

/** Bytes, a multiple of four, as Z85 text (https://rfc.zeromq.org/spec/32). */
export const z85 = (bytes: Buffer): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4)
    for (let value = bytes.readUInt32BE(at), power = 85 ** 4; power >= 1; power /= 85)
      text += digits[Math.floor(value / power) % 85];
  return text;
};

// What PKCS #8 puts before the 32 bytes of an X25519 key.
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * The key pair that belongs to a passphrase and a name: the same in every process that knows both, so that no key has to
 * be written down. Whoever has the passphrase has the keys: a deployment sets its own, long and random.
 */
export const curveKeys = (passphrase: string, name: string): CurveKeys => {
  const secret = createHash('sha256').update(`parley curve\n${name}\n${passphrase}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, secret]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return { publicKey: z85(spki.subarray(-32)), secretKey: z85(secret) };
};

/** What a client with these keys shows to a server with that public key. */
export const clientCurve = (keys: CurveKeys, serverKey: string): ClientCurve => ({
  curvePublicKey: keys.publicKey,
  curveSecretKey: keys.secretKey,
  curveServerKey: serverKey,
});

/**
 * Opens a door that lets in nobody but those whose keys are listed: a ZAP handler (https://rfc.zeromq.org/spec/27). CURVE
 * alone would let in everybody who knows the server's public key. A context of its own, as a context has one handler only.
 */
export async function openGate({ keys, admit }: ServerCurve) {
  const context = new Context();
  const door = new Reply({ context, linger: 0 });
  await door.bind('inproc://zeromq.zap.01');
  const counts = { admitted: 0, turnedAway: 0 };
  const judge = async () => {
    for await (const [version, id, , , , mechanism, key] of door) {
      const known = mechanism?.toString() === 'CURVE' && key?.length === 32 && admit.includes(z85(key));
      counts[known ? 'admitted' : 'turnedAway'] += 1;
      await door.send([version ?? '1.0', id ?? '', ...(known ? ['200', 'OK'] : ['400', 'unknown key']), '', '']);
    }
  };
  // Closed while it was asked: who asked is gone as well.
  judge().catch(() => undefined);
  return {
    options: { context, curveServer: true, curveSecretKey: keys.secretKey, zapDomain: 'parley' },
    stats: () => ({ ...counts }),
    close: () => door.close(),
  };
}
