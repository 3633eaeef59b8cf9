import { expect, test } from 'vitest';
import { registryWorkloads } from '../../../lib/controller/registry-workloads/registry-workloads.js';
import { createMeshApiClient } from '../../../lib/mesh-api/client/create-mesh-api-client.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { freePort } from '../../support/free-port.js';
import { startApi } from '../../support/mesh-api/start-api.js';
import { makePlan } from '../../support/rollout/make-plan.js';

const arms = (service: string) => ({ service, stable: 'v1', canary: 'v2' });
const plan = makePlan({ subject: { kind: 'versions', services: [arms('cart'), arms('web')] } });

async function registered(instances: readonly (readonly [service: string, id: string, more: object])[]) {
  const { api, operator, secrets } = await startApi();
  for (const [service, id, more] of instances) {
    const body = { id, address: '10.0.0.1', ports: { http: 8080 }, ...more };
    const { status } = await operator('POST', `/v1/services/${service}/instances`, { body });
    expect(status).toBe(201);
  }
  return createMeshApiClient({ baseUrl: api.url, token: secrets.reader });
}

test('counts what is registered of each side; of a release, the service that can carry least', async () => {
  const client = await registered([
    ['cart', 'a', { version: 'v1' }],
    ['cart', 'b', { version: 'v2' }],
    ['cart', 'c', { version: 'v2', status: 'unhealthy' }],
    ['cart', 'd', { version: 'v2', status: 'draining' }],
    ['web', 'a', { version: 'v1' }],
    ['web', 'b', { version: 'v2' }],
  ]);
  const workloads = registryWorkloads({ servers: [client], clock: systemClock, patienceMs: 20_000 });
  expect(await workloads.observe(plan)).toEqual({
    canary: { kind: 'known', ready: 1, desired: 2 },
    stable: { kind: 'known', ready: 1, desired: 1 },
  });
});

test('asks the next server where one does not answer, and knows nothing where none does', async () => {
  const gone = createMeshApiClient({ baseUrl: `http://127.0.0.1:${await freePort()}` });
  const client = await registered([]);
  const of = (...servers: readonly (typeof gone)[]) =>
    registryWorkloads({ servers, clock: systemClock, patienceMs: 20_000 }).observe(plan);
  expect(await of(gone, client)).toEqual({
    canary: { kind: 'known', ready: 0, desired: 0 },
    stable: { kind: 'known', ready: 0, desired: 0 },
  });
  expect(await of(gone)).toEqual({ canary: { kind: 'unknown' }, stable: { kind: 'unknown' } });
});
