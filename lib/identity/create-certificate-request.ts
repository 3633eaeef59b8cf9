import { webcrypto } from 'node:crypto';
import { keyPairs } from './authority/key-pairs.js';
import { x509 } from './authority/x509.js';
import { withPrivateKey } from './with-private-key.js';

/** A request for a certificate, and the key that it is for. */
export interface CreatedCertificateRequest {
  /** PKCS #10, PEM. */
  readonly pem: string;
  /** PKCS #8, PEM. Not enumerable: see `withPrivateKey`. */
  readonly privateKey: string;
}

/** Makes a new key, and asks for a certificate of it that names whoever asks: the authority knows who that is. */
export async function createCertificateRequest(): Promise<CreatedCertificateRequest> {
  const keys = await keyPairs.create();
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    { keys, signingAlgorithm: keyPairs.signing },
    webcrypto,
  );
  return withPrivateKey({ pem: request.toString('pem') }, await keyPairs.exportPrivate(keys));
}
