import { X509Certificate } from 'node:crypto';
import type { SignRequestResult } from '../../../identity/certificate-signer.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import { spiffeId } from '../../../ir/spiffe-id.js';
import type { Principal } from '../../auth/principal.js';
import type { components } from '../../client/generated.js';
import { problem } from '../../problems/problem.js';
import type { Answer } from '../../server/answer.js';
import type { Handler } from '../../server/handler.js';

type Schemas = components['schemas'];

const issueCertificate: Handler = async ({ query, body, principal }, { live, signer }) => {
  const ir = live.mesh()?.ir;
  if (ir === undefined) return problem('no-mesh', 'the server runs without a program: nothing says who is who');
  if (signer === undefined)
    return problem('no-authority', 'this server signs nothing: it has no certificate authority of its own');
  const service = (query['service'] as string | undefined) ?? ownService(principal);
  if (service === undefined)
    return problem('invalid-request', 'it is not known whom the certificate is for', {
      errors: [{ path: 'query/service', problem: 'is missing', expected: 'a service or gateway of the mesh' }],
    });
  const account = accountOf(service, ir);
  if (account === undefined) return problem('not-found', `the mesh has no service or gateway "${service}"`);
  // The API description says that it is there.
  const { certificateRequest } = body as Schemas['CertificateRequest'];
  return answer(await signer.sign(certificateRequest, spiffeId(ir, account)), service);
};

/** Those of an SVID run as one account, so that any of them will do. */
function ownService(principal: Principal): string | undefined {
  return principal.kind === 'known' && principal.role === 'workload' ? principal.services[0] : undefined;
}

/** Where a service and a gateway have one name, it is the service that is meant: as with tokens of nodes. */
function accountOf(name: string, { services, gateways }: MeshIr): string | undefined {
  return [...services, ...gateways].find((each) => each.name === name)?.serviceAccount;
}

function answer(signed: SignRequestResult, service: string): Answer {
  if (signed.ok) {
    const { certificate, trustBundle } = signed;
    const { serialNumber } = new X509Certificate(certificate.certificateChain);
    const body: Schemas['IssuedCertificate'] = { ...certificate, trustBundle };
    return { status: 200, body, subject: service, serialNumber };
  }
  switch (signed.fault) {
    case 'request': {
      const errors = [{ path: 'body/certificateRequest', problem: signed.problem }];
      return { ...problem('refused-certificate-request', signed.problem, { errors }), subject: service };
    }
    case 'authority':
      return {
        ...problem('authority-unavailable', signed.problem, { headers: { 'Retry-After': '5' } }),
        subject: service,
      };
  }
}

/** Certificates for keys that stay with their owners. */
export const certificateHandlers = { issueCertificate };
