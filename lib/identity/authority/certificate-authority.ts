import type { Clock } from '../../util/clock.js';
import { parseSpiffeId } from '../parse-spiffe-id.js';
import type { Svid } from '../svid.js';
import { withPrivateKey } from '../with-private-key.js';
import type { AuthorityState } from './authority-state.js';
import { issueCertificate } from './issue-certificate.js';
import { createIssuers, type Issuers } from './issuers.js';
import { keyPairs } from './key-pairs.js';
import { readCertificateRequest } from './read-certificate-request.js';
import type { x509 } from './x509.js';

/** What an authority is made of. */
export interface CertificateAuthorityOptions {
  readonly trustDomain: string;
  readonly clock: Pick<Clock, 'now'>;
  /** What an earlier authority, or another replica, is. @default - a new root */
  readonly state?: AuthorityState;
  /** Life of a root that is made here, in ms. @default 31536000000 (a year) */
  readonly rootTtlMs?: number;
  /** Longest life of an SVID, in ms; who asks for more gets this. @default 86400000 (a day) */
  readonly maxTtlMs?: number;
  /** How long before now certificates begin, for clocks that are late, in ms. @default 60000 */
  readonly backdateMs?: number;
  /**
   * Keeps a new state before anything is signed by it, and gives the one that holds: where another replica was first,
   * that replica's. Where it rejects, or until it settles, the old roots go on.
   */
  readonly keep?: (state: AuthorityState) => Promise<AuthorityState>;
  /** Told why a root could not be renewed, without secrets. It must not throw. */
  readonly onProblem?: (problem: string) => void;
}

/** Signs the identities of one trust domain. Its printing and its JSON show no key. */
export interface CertificateAuthority {
  readonly trustDomain: string;
  /** Roots that have not ended, PEM, oldest first. */
  readonly trustBundle: () => string;
  /** A new key and its certificate. Begins to renew the root where that is due, and waits for it where nothing else is valid. */
  readonly issue: (spiffeId: string, ttlMs: number) => Promise<IssueResult>;
  /** A certificate for a key that stays with its owner, who proves by a PKCS #10 request to have it. */
  readonly issueFor: (csrPem: string, spiffeId: string, ttlMs: number) => Promise<IssueForResult>;
  /** Renews the root where that is due; resolves when that is done, or told as a problem. */
  readonly renewWhereDue: () => Promise<void>;
  /** What has to be kept to go on as the same authority: it holds keys. */
  readonly state: () => AuthorityState;
  /** Takes over the state of another replica. A problem leaves everything as it is. */
  readonly adopt: (state: AuthorityState) => Promise<AdoptResult>;
  /** Calls back after each change of the roots. Ends with the returned function. The listener must not throw. */
  readonly watch: (listener: () => void) => () => void;
}

/** An authority, or why the given state makes none. */
export type CertificateAuthorityResult = { readonly ok: true; readonly authority: CertificateAuthority } | Problem;

/** An SVID, or why there is none. */
export type IssueResult = { readonly ok: true; readonly svid: Svid } | Problem;

/** A certificate, or why there is none, and whether another request would get one. */
export type IssueForResult =
  | { readonly ok: true; readonly certificate: IssuedCertificate }
  | (Problem & { readonly fault: 'request' | 'authority' });

/** Whether a state was taken over. */
export type AdoptResult = { readonly ok: true } | Problem;

/** A certificate whose key its owner has. */
export type IssuedCertificate = Omit<Svid, 'privateKey'>;

interface Problem {
  readonly ok: false;
  /** In words for a person; no part of a key. */
  readonly problem: string;
}

const secondMs = 1000;
const dayMs = 86_400_000;

/** Creates a certificate authority of SPIFFE identities. */
export async function createCertificateAuthority(
  options: CertificateAuthorityOptions,
): Promise<CertificateAuthorityResult> {
  const { trustDomain, clock, maxTtlMs = dayMs, backdateMs = 60_000 } = options;
  if (parseSpiffeId(`spiffe://${trustDomain}`)?.trustDomain !== trustDomain) {
    return refuse(`"${trustDomain}" is no trust domain: lower-case letters, digits, dots, hyphens and underscores`);
  }
  const created = await createIssuers({ ...options, backdateMs });
  if (!created.ok) return created;
  const { issuers } = created;
  const sign = signer({ issuers, clock, maxTtlMs, backdateMs });
  const idProblem = (spiffeId: string): string | undefined => {
    const parts = parseSpiffeId(spiffeId);
    if (parts === undefined || parts.path === '') return `"${spiffeId}" is not the SPIFFE id of a workload`;
    return parts.trustDomain === trustDomain ? undefined : `"${spiffeId}" is not of the trust domain "${trustDomain}"`;
  };
  return {
    ok: true,
    authority: Object.freeze({
      trustDomain,
      trustBundle: issuers.trustBundle,
      issue: async (spiffeId: string, ttlMs: number): Promise<IssueResult> => {
        const problem = idProblem(spiffeId);
        if (problem !== undefined) return refuse(problem);
        const keys = await keyPairs.create();
        const signed = await sign(spiffeId, keys.publicKey, ttlMs);
        if (!signed.ok) return signed;
        return { ok: true, svid: withPrivateKey(signed.certificate, await keyPairs.exportPrivate(keys)) };
      },
      issueFor: async (csrPem: string, spiffeId: string, ttlMs: number): Promise<IssueForResult> => {
        const problem = idProblem(spiffeId);
        if (problem !== undefined) return { ...refuse(problem), fault: 'request' };
        const request = await readCertificateRequest(csrPem, spiffeId);
        if (!request.ok) return { ...request, fault: 'request' };
        const signed = await sign(spiffeId, request.publicKey, ttlMs);
        return signed.ok ? signed : { ...signed, fault: 'authority' };
      },
      renewWhereDue: issuers.renewWhereDue,
      state: issuers.state,
      adopt: issuers.adopt,
      watch: issuers.watch,
    }),
  };
}

type SignResult = { readonly ok: true; readonly certificate: IssuedCertificate } | Problem;

type PublicKey = Parameters<typeof issueCertificate>[1]['publicKey'] | InstanceType<typeof x509.PublicKey>;

function signer({
  issuers,
  clock,
  maxTtlMs,
  backdateMs,
}: Required<Pick<CertificateAuthorityOptions, 'clock' | 'maxTtlMs' | 'backdateMs'>> & {
  readonly issuers: Issuers;
}): (spiffeId: string, publicKey: PublicKey, ttlMs: number) => Promise<SignResult> {
  return async (spiffeId, publicKey, ttlMs) => {
    if (!(ttlMs > 0)) return refuse('the life of a certificate has to be longer than nothing');
    const issuer = await issuers.signing();
    const now = clock.now();
    if (issuer === undefined) return refuse('no certificate that could sign is valid now');
    // Certificates count in seconds: a life is up to one longer, never shorter.
    const wantedEnd = Math.ceil((now + Math.min(ttlMs, maxTtlMs)) / secondMs) * secondMs;
    const notBefore = Math.max(Math.floor((now - backdateMs) / secondMs) * secondMs, issuer.notBefore);
    const notAfter = Math.min(wantedEnd, issuer.notAfter);
    const certificateChain = await issueCertificate(issuer, { spiffeId, publicKey, notBefore, notAfter });
    return { ok: true, certificate: Object.freeze({ spiffeId, certificateChain, notBefore, notAfter }) };
  };
}

function refuse(problem: string): Problem {
  return { ok: false, problem };
}
