import type { IssuedCertificate } from './authority/certificate-authority.js';

/** Signs keys that stay with their owners. */
export interface CertificateSigner {
  /**
   * A certificate for the key of a PKCS #10 request, PEM.
   *
   * @param spiffeId the only name that the request may ask for
   */
  readonly sign: (csrPem: string, spiffeId: string) => Promise<SignRequestResult>;
}

/** What a signer answers. */
export type SignRequestResult =
  /** `trustBundle`: roots that peers are trusted by, PEM, oldest first. */
  | { readonly ok: true; readonly certificate: IssuedCertificate; readonly trustBundle: string }
  | {
      readonly ok: false;
      /** Whether another request would get a certificate. */
      readonly fault: 'request' | 'authority';
      /** In words for a person; no part of a key. */
      readonly problem: string;
    };
