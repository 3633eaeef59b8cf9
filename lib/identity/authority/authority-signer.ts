import type { CertificateSigner } from '../certificate-signer.js';
import type { CertificateAuthority } from './certificate-authority.js';

/** Signs by an authority of this process. */
export interface AuthoritySignerOptions {
  readonly authority: CertificateAuthority;
  /** Life of a certificate, in ms. */
  readonly ttlMs: number;
}

/** Makes a signer of an authority. */
export function authoritySigner({ authority, ttlMs }: AuthoritySignerOptions): CertificateSigner {
  return {
    sign: async (csrPem, spiffeId) => {
      const issued = await authority.issueFor(csrPem, spiffeId, ttlMs);
      return issued.ok ? { ...issued, trustBundle: authority.trustBundle() } : issued;
    },
  };
}
