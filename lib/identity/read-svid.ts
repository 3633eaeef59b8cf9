import { createPrivateKey, X509Certificate } from 'node:crypto';
import { splitPem } from './authority/split-pem.js';
import type { Identity } from './identity-provider.js';
import { parseSpiffeId } from './parse-spiffe-id.js';
import { withPrivateKey } from './with-private-key.js';

/** What somebody else issued. */
export interface SvidMaterial {
  /** PEM, leaf first. */
  readonly certificateChain: string;
  /** PEM. */
  readonly privateKey: string;
  /** PEM. */
  readonly trustBundle: string;
}

/** An identity, or why there is none: in words for a person, without any part of the key. */
export type ReadSvidResult =
  { readonly ok: true; readonly identity: Identity } | { readonly ok: false; readonly problem: string };

const uriName = /^URI:(?<uri>[^,"]+)$/;

/** Reads an SVID that others issued. Checks that its parts belong together; not whether it is valid now, nor its signatures. */
export function readSvid({ certificateChain, privateKey, trustBundle }: SvidMaterial): ReadSvidResult {
  const chain = splitPem(certificateChain);
  const [first] = chain;
  const roots = splitPem(trustBundle);
  if (first === undefined) return refuse('there is no PEM certificate');
  if (roots.length === 0) return refuse('there is no root to trust others by');
  try {
    const leaf = new X509Certificate(first);
    const spiffeId = uriName.exec(leaf.subjectAltName ?? '')?.groups?.['uri'] ?? '';
    if (parseSpiffeId(spiffeId) === undefined || leaf.ca) return refuse('the first certificate is no SVID');
    const key = createPrivateKey(privateKey);
    if (!leaf.checkPrivateKey(key)) return refuse('the key is not that of the first certificate');
    const svid = withPrivateKey(
      {
        spiffeId,
        certificateChain: chain.join(''),
        notBefore: new Date(leaf.validFrom).getTime(),
        notAfter: new Date(leaf.validTo).getTime(),
      },
      key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
    return { ok: true, identity: Object.freeze({ svid, trustBundle: roots.join('') }) };
  } catch {
    // What the parsers say may quote what they parsed, and that may be the key.
    return refuse('a certificate or the key cannot be read');
  }
}

function refuse(problem: string): ReadSvidResult {
  return { ok: false, problem };
}
