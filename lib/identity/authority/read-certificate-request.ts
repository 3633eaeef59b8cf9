import { createPublicKey, webcrypto } from 'node:crypto';
import { x509 } from './x509.js';

/** The public key of a request, or why it is refused. */
export type CertificateRequestResult =
  | { readonly ok: true; readonly publicKey: InstanceType<typeof x509.PublicKey> }
  | { readonly ok: false; readonly problem: string };

type Request = InstanceType<typeof x509.Pkcs10CertificateRequest>;

const extensionRequest = '1.2.840.113549.1.9.14';
const subjectAlternativeName = '2.5.29.17';
const curves = ['prime256v1', 'secp384r1'];
const smallestRsaBits = 2048;
/** Requests are a few hundred bytes; this is far more than one with a large RSA key. */
const longestRequest = 16_384;

/**
 * Reads a PKCS #10 request, PEM, of a workload for its own identity. It has to be signed with the key that it is for, and to
 * ask for nothing but that identity: no subject, no other name, no usage, no password. Source: RFC 2986.
 */
export async function readCertificateRequest(pem: string, spiffeId: string): Promise<CertificateRequestResult> {
  if (pem.length > longestRequest) return refuse(`the request is longer than ${longestRequest} characters`);
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    const problem = keyProblem(request) ?? wishProblem(request, spiffeId);
    if (problem !== undefined) return refuse(problem);
    if (!(await request.verify(webcrypto))) return refuse('the request is not signed with its own key');
    return { ok: true, publicKey: request.publicKey };
  } catch {
    return refuse('the text is no PKCS #10 request in PEM');
  }
}

function keyProblem({ publicKey }: Request): string | undefined {
  const key = createPublicKey({ key: Buffer.from(publicKey.rawData), format: 'der', type: 'spki' });
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const isCurve = key.asymmetricKeyType === 'ec' && curves.includes(namedCurve);
  const isRsa = key.asymmetricKeyType === 'rsa' && modulusLength >= smallestRsaBits;
  return isCurve || isRsa
    ? undefined
    : `the key has to be ECDSA on P-256 or P-384, or RSA of ${smallestRsaBits} bits or more`;
}

function wishProblem(request: Request, spiffeId: string): string | undefined {
  if (request.subject !== '') return 'the request names a subject, which no SVID has';
  const attribute = request.attributes.find(({ type }) => type !== extensionRequest);
  if (attribute !== undefined) return `the request has the attribute ${attribute.type}, which has no place in it`;
  const extension = request.extensions.find(({ type }) => type !== subjectAlternativeName);
  if (extension !== undefined) return `the request asks for the extension ${extension.type}, which it may not`;
  const names = request.extensions.flatMap((each) =>
    each instanceof x509.SubjectAlternativeNameExtension ? each.names.items : [],
  );
  const [name, ...more] = names;
  if (name === undefined && request.extensions.length === 0) return undefined;
  if (more.length > 0) return `the request asks for ${String(names.length)} names, and an SVID has one`;
  if (name?.type !== 'url') return 'the request asks for a name that is no SPIFFE id';
  return name.value === spiffeId ? undefined : `the request asks for another SPIFFE id than ${spiffeId}`;
}

function refuse(problem: string): CertificateRequestResult {
  return { ok: false, problem };
}
