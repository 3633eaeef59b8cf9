import { jsonAnswer } from '../answers.js';
import { mediaTypes } from '../media-types.js';
import type { PathItem } from '../open-api.js';
import { operation } from '../operation.js';
import { parameters } from '../parameters.js';
import { ref } from '../schemas/ref.js';

/** What can be asked of the mesh's certificate authority. */
export const certificatePaths: Readonly<Record<string, PathItem>> = {
  '/v1/certificates': {
    post: operation({
      id: 'issueCertificate',
      tag: 'certificates',
      summary: 'Get a certificate for a key that stays with its owner',
      description:
        'Takes a PKCS #10 request that is signed with the key it is for, and asks for nothing, or for exactly the SPIFFE id of the service. ' +
        "The key is ECDSA on P-256 or P-384, or RSA of 2048 bits or more. How long the certificate is good is the server's decision: " +
        'ask again when two thirds of that are over.',
      roles: ['operator', 'workload'],
      parameters: [parameters.certifiedService],
      body: { [mediaTypes.json]: ref('CertificateRequest') },
      bodyLimit: 32 * 1024,
      // A signature costs the server far more than a read, and who needs more than this loses its keys.
      callLimit: { max: 300, windowMs: 60_000 },
      answers: { '200': jsonAnswer('An X.509 SVID without its key.', ref('IssuedCertificate')) },
      problems: ['NotFound', 'Conflict', 'UnprocessableContent', 'Unavailable'],
    }),
  },
};
