import { expect, test } from 'vitest';
import { openApiDocument } from '../../lib/mesh-api/openapi/open-api-document.js';
import { operationTable } from '../../lib/mesh-api/server/operation-table.js';
import { startApi } from '../support/mesh-api/start-api.js';

/** Who may call: everybody, who reads, operators only; `own` adds the workload where it is for its own service. */
type Rule = 'public' | 'read' | 'read-own' | 'write' | 'write-own';

// Stated here once more, by hand: what the document says of an operation must be what was meant.
const rules: Readonly<Record<string, Rule>> = {
  listServices: 'read',
  createService: 'write',
  getService: 'read-own',
  putService: 'write',
  patchService: 'write',
  deleteService: 'write',
  listAllInstances: 'read',
  listInstances: 'read-own',
  registerInstance: 'write-own',
  getInstance: 'read-own',
  putInstance: 'write-own',
  patchInstance: 'write-own',
  removeInstance: 'write-own',
  renewInstance: 'write-own',
  drainInstance: 'write-own',
  setInstanceStatus: 'write-own',
  issueCertificate: 'write-own',
  getRolloutShare: 'read',
  putRolloutShare: 'write',
  getMesh: 'read',
  watch: 'read-own',
  explain: 'read',
  simulate: 'read',
  listProxies: 'read',
  getProxy: 'read',
  getProxyConfig: 'read',
  getProxyDrift: 'read',
  compareProxyConfig: 'read',
  getBootstrap: 'read-own',
  getGrpcBootstrap: 'read-own',
  getHealth: 'public',
  getReadiness: 'public',
  getMetrics: 'public',
  getOpenApi: 'public',
};

const table = operationTable(openApiDocument);

/** A path of an operation, about a service. */
function pathFor(path: string, service: string): string {
  const query = ['/v1/watch', '/v1/certificates'].includes(path) ? `?service=${service}` : '';
  const node = encodeURIComponent(`sidecar~${service}/v1~1`);
  return `${path.replace('{service}', service).replace('{id}', 'a').replace('{rollout}', 'cart-v2').replace('{nodeId}', node)}${query}`;
}

test('has a rule for each operation, and no other', () => {
  expect(table.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(rules).sort());
});

// A watch that is let in goes on for ever: test/mesh-api/watch.test.ts has those.
const asked = table.filter(({ operation }) => operation.operationId !== 'watch');

test('lets to each operation whom its rule lets, and tells others why not', async () => {
  const { anonymous, reader, operator, workload, registry } = await startApi();
  const before = registry.content();
  for (const { path, method, operation } of asked) {
    const { operationId: id } = operation;
    const rule = rules[id] ?? 'public';
    const call = async (caller: typeof reader, service: string): Promise<'in' | number> => {
      const { status } = await caller(method.toUpperCase(), pathFor(path, service));
      return status === 401 || status === 403 ? status : 'in';
    };
    const isPublic = rule === 'public';
    expect([id, await call(anonymous, 'cart')]).toEqual([id, isPublic ? 'in' : 401]);
    expect([id, await call(reader, 'cart')]).toEqual([id, rule.startsWith('write') ? 403 : 'in']);
    expect([id, await call(workload, 'cart')]).toEqual([id, isPublic || rule.endsWith('-own') ? 'in' : 403]);
    expect([id, await call(workload, 'web')]).toEqual([id, isPublic ? 'in' : 403]);
    expect([id, await call(operator, 'cart')]).toEqual([id, 'in']);
  }
  // Nothing was there to be changed, and nothing was said that could be made.
  expect(registry.content()).toBe(before);
});

test('asks who calls with words that clients understand', async () => {
  const { anonymous, api } = await startApi();
  const none = await anonymous('GET', '/v1/mesh');
  expect(none.headers.get('www-authenticate')).toBe('Bearer realm="meshwright"');
  const wrong = await anonymous('GET', '/v1/mesh', { headers: { authorization: 'Bearer mwt_wrong' } });
  expect(wrong).toMatchObject({ status: 401, body: { detail: 'the token is not known' } });
  expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
  const basic = await anonymous('GET', '/v1/mesh', { headers: { authorization: 'Basic YTpi' } });
  expect(basic).toMatchObject({ status: 401, body: { detail: expect.stringContaining('Bearer') as string } });
  expect(api.url).toMatch(/^http:/);
});

test('never lets a workload at a gateway, at nodes of others, or at another service by a trick of its path', async () => {
  const { workload } = await startApi();
  for (const node of ['gateway~cart~1', 'sidecar~web/v1~1', 'cart', 'grpc~web~cart', 'sidecar~cartx/v1~1'])
    expect(await workload('GET', `/v1/bootstrap/${encodeURIComponent(node)}`)).toMatchObject({ status: 403 });
  for (const service of ['cart%2F..%2Fweb', 'CART', 'cart%00', 'cart%20'])
    expect(await workload('GET', `/v1/services/${service}/instances`)).toMatchObject({ status: 403 });
  expect(await workload('GET', '/v1/watch?service=cart&service=web')).toMatchObject({ status: 403 });
});

test('takes metrics for a secret where it is told to', async () => {
  const { anonymous, reader, workload } = await startApi({ metricsFor: 'reader' });
  expect((await anonymous('GET', '/metrics')).status).toBe(401);
  expect((await workload('GET', '/metrics')).status).toBe(403);
  expect((await reader('GET', '/metrics')).status).toBe(200);
});
