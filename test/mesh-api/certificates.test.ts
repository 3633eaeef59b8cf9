import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { authoritySigner } from '../../lib/identity/authority/authority-signer.js';
import type { CertificateAuthority } from '../../lib/identity/authority/certificate-authority.js';
import { withPrivateKey } from '../../lib/identity/with-private-key.js';
import { certificateRequest } from '../support/certificate-request.js';
import { shopIr } from '../support/explained-shop.js';
import { identities } from '../support/identities.js';
import { startApi, type TestApi } from '../support/mesh-api/start-api.js';

const path = '/v1/certificates';
const own = `spiffe://${shopIr.trustDomain}/ns/${shopIr.namespace}/sa/cart`;

async function startSigning(ir = shopIr): Promise<TestApi & { readonly authority: CertificateAuthority }> {
  const authority = await identities.authorityOf({ trustDomain: ir.trustDomain });
  return { ...(await startApi({ signer: authoritySigner({ authority, ttlMs: 60_000 }) }, { ir })), authority };
}

const asking = (...args: readonly string[]) => ({ body: { certificateRequest: certificateRequest(...args).csr } });

test('gives a workload a certificate for its own key, which its peers take for the service, and writes down which', async () => {
  const { workload, audited, authority } = await startSigning();
  const { csr, key } = certificateRequest('-addext', `subjectAltName=URI:${own}`);
  const { status, body } = await workload('POST', path, { body: { certificateRequest: csr } });
  expect(status).toBe(200);
  const { trustBundle, ...certificate } = body as Awaited<ReturnType<typeof identities.svidOf>> & {
    readonly trustBundle: string;
  };
  const leaf = new X509Certificate(certificate.certificateChain);
  expect([certificate.spiffeId, leaf.checkPrivateKey(createPrivateKey(key))]).toEqual([own, true]);
  expect(certificate.notAfter).toBe(new Date(leaf.validTo).getTime());
  expect(trustBundle).toBe(authority.trustBundle());
  const svid = withPrivateKey(certificate, key);
  const ends = { server: svid, client: svid, serverTrusts: trustBundle, clientTrusts: trustBundle };
  expect(await identities.handshake(ends)).toEqual({ server: `URI:${own}`, client: `URI:${own}` });
  expect(audited).toMatchObject([
    {
      operation: 'issueCertificate',
      caller: 'workload',
      service: 'cart',
      status: 200,
      serialNumber: leaf.serialNumber,
    },
  ]);
});

test('gives a workload nothing of another service, and an operator what it names', async () => {
  const { workload, operator, reader } = await startSigning();
  const request = asking();
  expect(await workload('POST', `${path}?service=web`, request)).toMatchObject({ status: 403 });
  expect(await reader('POST', `${path}?service=cart`, request)).toMatchObject({ status: 403 });
  expect(await operator('POST', `${path}?service=cart`, request)).toMatchObject({
    status: 200,
    body: { spiffeId: own },
  });
  expect(await operator('POST', `${path}?service=nobody`, request)).toMatchObject({ status: 404 });
  expect(await operator('POST', path, request)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'query/service' }] },
  });
});

test.each([
  ['a key that is too weak', ['-newkey', 'rsa:1024'], /2048 bits or more/],
  ['another SPIFFE id', ['-addext', `subjectAltName=URI:${own}x`], /another SPIFFE id than/],
  ['several names', ['-addext', `subjectAltName=URI:${own},DNS:cart`], /2 names/],
  ['a subject', ['-subj', '/CN=cart'], /subject/],
])('refuses a request with %s, and says so', async (_, args, detail) => {
  const { workload, audited } = await startSigning();
  const { status, body } = await workload('POST', path, asking(...args));
  expect([status, body]).toEqual([422, expect.objectContaining({ detail: expect.stringMatching(detail) as string })]);
  expect(audited).toMatchObject([{ problem: 'refused-certificate-request', service: 'cart' }]);
  expect(audited[0]).not.toHaveProperty('serialNumber');
});

test('refuses a request that another key has signed, and what is no request', async () => {
  const { workload } = await startSigning();
  const der = Buffer.from(certificateRequest().csr.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
  const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
  for (const [certificateRequest, status, detail] of [
    [forged, 422, 'the request is not signed with its own key'],
    ['hello', 422, 'the text is no PKCS #10 request in PEM'],
    ['', 400, undefined],
    ['x'.repeat(17_000), 400, undefined],
    ['x'.repeat(40_000), 413, undefined],
    [7, 400, undefined],
  ] as const) {
    const answered = await workload('POST', path, { body: { certificateRequest } });
    expect(answered).toMatchObject({ status, ...(detail === undefined ? {} : { body: { detail } }) });
  }
});

test('says so where nothing can be signed: no authority, no mesh, no root that is valid', async () => {
  const request = asking();
  expect(await (await startApi({}, { ir: shopIr })).workload('POST', path, request)).toMatchObject({
    status: 409,
    body: { title: 'The server has no certificate authority' },
  });
  const signer = {
    sign: () => Promise.resolve({ ok: false, fault: 'authority', problem: 'no root is valid' } as const),
  };
  expect(await (await startApi({ signer })).workload('POST', path, request)).toMatchObject({
    status: 409,
    body: { title: 'No mesh is served yet' },
  });
  const { workload } = await startApi({ signer }, { ir: shopIr });
  const { status, headers } = await workload('POST', path, request);
  expect([status, headers.get('retry-after')]).toEqual([503, '5']);
});

test('signs for nobody without end: who asks too often waits, and may still call everything else', async () => {
  const { workload, operator } = await startSigning();
  const statuses = new Set<number>();
  for (let count = 0; count < 300; count++) statuses.add((await workload('POST', path, { body: {} })).status);
  expect([...statuses]).toEqual([400]);
  const { status, headers } = await workload('POST', path, asking());
  expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await workload('GET', '/v1/services/cart/instances')).status).not.toBe(429);
  expect((await operator('POST', `${path}?service=cart`, asking())).status).toBe(200);
});
