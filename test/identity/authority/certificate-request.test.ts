import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { withPrivateKey } from '../../../lib/identity/with-private-key.js';
import { certificateRequest } from '../../support/certificate-request.js';
import { identities } from '../../support/identities.js';

const reviews = 'spiffe://cluster.local/ns/shop/sa/reviews';
const hourMs = 3_600_000;
const p256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

test.each([
  ['ECDSA on P-256', p256],
  ['ECDSA on P-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
  ['RSA of 2048 bits', ['-newkey', 'rsa:2048']],
])('a workload gets a certificate for its own key: %s', async (_, args) => {
  const { csr, key } = certificateRequest(...args, '-addext', `subjectAltName=URI:${reviews}`);
  const authority = await identities.authorityOf();
  const issued = await authority.issueFor(csr, reviews, hourMs);
  const { certificate } = issued.ok ? issued : expect.fail(issued.problem);
  const leaf = new X509Certificate(certificate.certificateChain);
  expect(leaf.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(leaf.subjectAltName).toBe(`URI:${reviews}`);
  expect(Object.keys(certificate)).toEqual(['spiffeId', 'certificateChain', 'notBefore', 'notAfter']);
  const svid = withPrivateKey(certificate, key);
  const bundle = authority.trustBundle();
  const seen = await identities.handshake({ server: svid, client: svid, serverTrusts: bundle, clientTrusts: bundle });
  expect(seen).toEqual({ server: `URI:${reviews}`, client: `URI:${reviews}` });
});

test('a request that names nothing gets the identity that it may have', async () => {
  const issued = await (await identities.authorityOf()).issueFor(certificateRequest().csr, reviews, hourMs);
  expect(issued).toMatchObject({ ok: true, certificate: { spiffeId: reviews } });
});

const san = (text: string): readonly string[] => ['-addext', `subjectAltName=${text}`];

test.each([
  ['another identity', san('URI:spiffe://cluster.local/ns/shop/sa/ratings'), /another SPIFFE id than/],
  ['a second identity', san(`URI:${reviews},URI:spiffe://cluster.local/ns/shop/sa/ratings`), /2 names/],
  ['a DNS name too', san(`URI:${reviews},DNS:reviews`), /2 names/],
  ['its identity as a DNS name', san('DNS:reviews'), /no SPIFFE id/],
  ['a subject', ['-subj', '/CN=reviews'], /names a subject/],
  ['to be an authority', ['-addext', 'basicConstraints=critical,CA:TRUE'], /2\.5\.29\.19/],
  ['more usages', ['-addext', 'extendedKeyUsage=codeSigning'], /2\.5\.29\.37/],
  ['a short RSA key', ['-newkey', 'rsa:1024'], /2048 bits or more/],
  ['an Ed25519 key', ['-newkey', 'ed25519'], /ECDSA on P-256/],
  ['an unusual curve', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], /ECDSA on P-256/],
])('a request for %s is refused', async (_, args, problem) => {
  const issued = await (await identities.authorityOf()).issueFor(certificateRequest(...args).csr, reviews, hourMs);
  expect(issued).toEqual({ ok: false, fault: 'request', problem: expect.stringMatching(problem) as string });
});

test('a request that was signed with another key, or changed afterwards, is refused', async () => {
  const der = Buffer.from(certificateRequest().csr.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
  const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
  const issued = await (await identities.authorityOf()).issueFor(pem, reviews, hourMs);
  expect(issued).toEqual({ ok: false, fault: 'request', problem: 'the request is not signed with its own key' });
});

test.each([
  ['nothing', ''],
  ['no PEM', 'hello'],
  ['PEM of nothing', '-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----'],
  ['PEM of something else', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----'],
  ['far too much', 'x'.repeat(20_000)],
])('%s is refused as a request', async (_, text) => {
  expect(await (await identities.authorityOf()).issueFor(text, reviews, hourMs)).toMatchObject({ ok: false });
});

test('a request for an id of another trust domain is refused', async () => {
  const other = 'spiffe://other.test/ns/shop/sa/reviews';
  expect(await (await identities.authorityOf()).issueFor(certificateRequest().csr, other, hourMs)).toMatchObject({
    ok: false,
  });
});
