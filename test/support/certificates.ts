import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSync } from './run-sync.js';

/** A certificate authority of a test, and what it signs. */
export interface CertificateAuthority {
  /** Absolute path of the PEM file with its certificate. */
  readonly file: string;
  /** A key and a certificate, as PEM. @param alternativeNames as openssl writes them; absent: the name is a DNS name */
  readonly issue: (name: string, alternativeNames?: string) => { readonly key: Buffer; readonly cert: Buffer };
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const;

/** Makes a certificate authority that is good for two days, with its files in an existing folder. */
export function makeCertificateAuthority(folder: string, name: string): CertificateAuthority {
  const openssl = (...args: readonly string[]): void => {
    runSync('openssl', args, { cwd: folder });
  };
  const subject = (of: string): readonly string[] => ['-subj', `/CN=${of}`];
  openssl('req', '-x509', ...newKey, '-days', '2', ...subject(name), '-keyout', `${name}.key`, '-out', `${name}.pem`);
  return {
    file: join(folder, `${name}.pem`),
    issue: (host, alternativeNames = `DNS:${host}`) => {
      openssl('req', ...newKey, ...subject(host), '-keyout', `${host}.key`, '-out', `${host}.csr`);
      writeFileSync(join(folder, `${host}.ext`), `subjectAltName=${alternativeNames}\n`);
      const signer = ['-CA', `${name}.pem`, '-CAkey', `${name}.key`, '-CAcreateserial'];
      const files = ['-in', `${host}.csr`, '-extfile', `${host}.ext`, '-out', `${host}.pem`];
      openssl('x509', '-req', ...signer, ...files, '-days', '2');
      const read = (ending: string): Buffer => readFileSync(join(folder, `${host}.${ending}`));
      return { key: read('key'), cert: read('pem') };
    },
  };
}
