import { createPrivateKey, X509Certificate } from 'node:crypto';
import { withPrivateKey } from '../with-private-key.js';
import type { Issuer } from './authority-state.js';
import { openIssuer } from './opened-issuer.js';
import { splitPem } from './split-pem.js';
import { x509 } from './x509.js';

/** What somebody gives to sign with. */
export interface GivenIssuer {
  /** PEM: the signing certificate first, then what leads to the root; the root itself last. */
  readonly certificateChain: string;
  /** PEM, not encrypted. */
  readonly privateKey: string;
}

/** An issuer, or why there is none: in words for a person, without any part of the key. */
export type ReadIssuerResult =
  { readonly ok: true; readonly issuer: Issuer } | { readonly ok: false; readonly problem: string };

/** Reads and checks a root, or an intermediate with its root, and its key. Whether it is valid now is not asked. */
export async function readIssuer({ certificateChain, privateKey }: GivenIssuer): Promise<ReadIssuerResult> {
  const chain = splitPem(certificateChain);
  const [signer] = chain;
  if (signer === undefined) return refuse('there is no PEM certificate');
  try {
    const certificates = chain.map((pem) => new X509Certificate(pem));
    const problem = chainProblem(certificates) ?? keyProblem(certificates, privateKey) ?? usageProblem(signer);
    if (problem !== undefined) return refuse(problem);
    const pkcs8 = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
    const [root = signer] = chain.slice(-1);
    const issuer = withPrivateKey({ root, intermediates: chain.slice(0, -1).join('') }, pkcs8);
    await openIssuer(issuer);
    return { ok: true, issuer };
  } catch {
    // What the parsers say may quote what they parsed, and that may be the key.
    return refuse('a certificate or the key cannot be read');
  }
}

function chainProblem(certificates: readonly X509Certificate[]): string | undefined {
  for (const [index, certificate] of certificates.entries()) {
    const issuer = certificates[index + 1] ?? certificate;
    if (!certificate.ca) return `certificate ${index + 1} is not of an authority`;
    if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
      return index + 1 < certificates.length
        ? `certificate ${index + 1} is not signed by the next one`
        : 'the last certificate is not a root: it is not signed by itself';
    }
  }
  return undefined;
}

function keyProblem([signer]: readonly X509Certificate[], privateKey: string): string | undefined {
  return signer?.checkPrivateKey(createPrivateKey(privateKey)) === true
    ? undefined
    : 'the key is not that of the first certificate';
}

function usageProblem(signer: string): string | undefined {
  const usage = new x509.X509Certificate(signer).getExtension(x509.KeyUsagesExtension);
  const maySign = usage !== null && (usage.usages & x509.KeyUsageFlags.keyCertSign) !== 0;
  return maySign ? undefined : 'the first certificate may not sign certificates: its key usage does not say so';
}

function refuse(problem: string): ReadIssuerResult {
  return { ok: false, problem };
}
