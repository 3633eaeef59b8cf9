import type { JsonSchema } from '../open-api.js';
import { shape } from './shape.js';
import { text } from './text.js';

const time = (description: string): JsonSchema => ({
  type: 'integer',
  description: `${description}; ms since the epoch.`,
});

/** Certificates as calls ask for and get them. */
export const certificateSchemas: Readonly<Record<string, JsonSchema>> = {
  CertificateRequest: shape('A request for a certificate.', {
    required: { certificateRequest: text('PKCS #10, PEM.', { minLength: 1, maxLength: 16_384 }) },
  }),
  IssuedCertificate: shape('An X.509 SVID without its key, and whom to trust.', {
    required: {
      spiffeId: text('Who its owner is.'),
      certificateChain: text('PEM, the leaf first.'),
      trustBundle: text('Roots that peers are trusted by, PEM; while a root is replaced there are two.'),
      notBefore: time('Good from'),
      notAfter: time('Good until'),
    },
  }),
};
