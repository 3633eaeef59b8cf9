import { expect, test } from 'vitest';
import { authoritySigner } from '../../lib/identity/authority/authority-signer.js';
import { openApiDocument } from '../../lib/mesh-api/openapi/open-api-document.js';
import { operationTable } from '../../lib/mesh-api/server/operation-table.js';
import { callMesh } from '../support/call-mesh.js';
import { certificateRequest } from '../support/certificate-request.js';
import { identities } from '../support/identities.js';
import { seenAnswers } from '../support/mesh-api/check-answer.js';
import { meshIr } from '../support/mesh-ir.js';
import { startApi } from '../support/mesh-api/start-api.js';

const node = encodeURIComponent('sidecar~client/v1~1');
const cart = '/v1/services/cart';
const a = `${cart}/instances/a`;
const described = { address: '10.0.0.1', ports: { http: 80 } };

// What every operation of a kind gets by one rule is shown once for all: bad form, rights, rate, size, media type, a store that
// does not do what it is told. What is a node's own state needs a node: test/mesh-api/mesh.test.ts has one.
const byRule = new Set(['400', '401', '403', '409', '413', '415', '422', '429', '500', '503', '504', '507']);
const elsewhere = new Set(['watch 200', 'getProxy 200', 'getProxyDrift 200']);

test('gives each answer that the API description has for an operation of its own', async () => {
  const ir = callMesh([meshIr.httpRoute('all', { kind: 'service', service: 'reviews' })]);
  const authority = await identities.authorityOf({ trustDomain: ir.trustDomain });
  const { operator } = await startApi({ signer: authoritySigner({ authority, ttlMs: 60_000 }) }, { ir });
  const stale = { headers: { 'if-match': '"none"' } };
  const patch = { weight: 2 };
  // Not there yet.
  for (const path of [cart, a, `${cart}/instances`]) await operator('GET', path);
  for (const path of [cart, a]) {
    await operator('DELETE', path);
    await operator('PATCH', path, { body: {} });
  }
  for (const path of [`${a}/renew`, `${a}/drain`]) await operator('POST', path);
  await operator('PUT', `${a}/status`, { body: { status: 'healthy' } });
  for (const path of ['proxies/x', 'proxies/x/config', 'proxies/x/drift', 'bootstrap/x', 'grpc-bootstrap/x'])
    await operator('GET', `/v1/${path}`);
  await operator('POST', '/v1/proxies/x/drift', { body: { configs: [] } });
  // Made, read, changed.
  await operator('POST', '/v1/services', { body: { name: 'web' } });
  await operator('PUT', cart, { body: {} });
  await operator('PUT', cart, { body: {} });
  await operator('PATCH', cart, { body: {} });
  await operator('POST', `${cart}/instances`, { body: { id: 'b', ...described } });
  await operator('PUT', a, { body: described });
  await operator('PUT', a, { body: described });
  await operator('PATCH', a, { body: patch });
  for (const path of ['/v1/services', '/v1/instances', `${cart}/instances`]) await operator('GET', path);
  for (const path of [cart, a]) {
    const { headers } = await operator('GET', path);
    await operator('GET', path, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
    await operator('PUT', path, { ...stale, body: path === a ? described : {} });
    await operator('PATCH', path, { ...stale, body: {} });
    await operator('DELETE', path, stale);
  }
  await operator('POST', `${a}/drain`, stale);
  await operator('PUT', `${a}/status`, { ...stale, body: { status: 'healthy' } });
  await operator('PUT', `${a}/status`, { body: { status: 'healthy' } });
  for (const path of [`${a}/renew`, `${a}/drain`]) await operator('POST', path);
  for (const path of [a, `${cart}/instances/b`, cart]) await operator('DELETE', path);
  const share = { epoch: 1, services: [{ service: 'reviews', stable: 'v1', canary: 'v2' }], weight: 0 };
  await operator('PUT', '/v1/rollouts/reviews-v2/share', { body: share });
  await operator('GET', '/v1/rollouts/reviews-v2/share');
  // Asked.
  for (const path of ['mesh', 'proxies', `proxies/${node}/config`, `bootstrap/${node}`, 'grpc-bootstrap/grpc~client~1'])
    await operator('GET', `/v1/${path}`);
  const { body: config } = await operator('GET', `/v1/proxies/${node}/config`);
  await operator('POST', `/v1/proxies/${node}/drift`, { body: config });
  for (const path of ['explain', 'simulate'])
    await operator('POST', `/v1/${path}`, { body: { from: 'client', to: 'reviews', url: '/' } });
  const body = { certificateRequest: certificateRequest().csr };
  for (const service of ['client', 'nobody']) await operator('POST', `/v1/certificates?service=${service}`, { body });
  for (const path of ['healthz', 'readyz', 'metrics', 'openapi.json']) await operator('GET', `/${path}`);

  const missing = operationTable(openApiDocument).flatMap(({ operation: { operationId, responses } }) =>
    Object.keys(responses)
      .filter((status) => !byRule.has(status))
      .map((status) => `${operationId} ${status}`)
      .filter((answer) => !seenAnswers.has(answer) && !elsewhere.has(answer)),
  );
  expect(missing).toEqual([]);
});
