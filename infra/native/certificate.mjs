/** Certificates of test brokers that listen over TLS: signed by nobody, for 127.0.0.1, made once in the broker's folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from './commands.mjs';

/** Where a broker that is a Java program has its certificate: the store with its key, and the certificate to trust. */
export const javaCertificate = (base) => ({
  store: join(base, 'tls.p12'),
  password: 'parley',
  ca: join(base, 'tls.pem'),
});

/** Makes it, by the tool that every JRE has. */
export async function certifyJava(base) {
  const { store, password, ca } = javaCertificate(base);
  if (existsSync(ca)) return;
  const from = ['-keystore', store, '-storepass', password, '-alias', 'parley'];
  const key = ['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '3650', '-storetype', 'PKCS12'];
  const log = join(base, 'keytool.log');
  const whom = ['-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1,dns:localhost'];
  await runLogged('keytool', [...key, ...whom, ...from], { log });
  await runLogged('keytool', ['-exportcert', '-rfc', '-file', ca, ...from], { log });
}

/** Where another broker has it: two files in PEM. */
export const pemCertificate = (base) => ({ ca: join(base, 'tls.pem'), key: join(base, 'tls.key') });

/** Makes it, by openssl, which comes with RabbitMQ's package. For no name but 127.0.0.1. */
export async function certifyPem(base) {
  const { ca, key } = pemCertificate(base);
  if (existsSync(ca)) return;
  const whom = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const make = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '3650'];
  await runLogged('openssl', [...make, ...whom, '-keyout', key, '-out', ca], { log: join(base, 'openssl.log') });
}
