import { expect, test } from 'vitest';
import type { RunningLiveMesh } from '../../lib/control-plane/running-live-mesh.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { createRolloutPlan } from '../../lib/rollout/plan/create-rollout-plan.js';
import { compiled } from '../support/compiled.js';
import { startApi } from '../support/mesh-api/start-api.js';
import { meshIr } from '../support/mesh-ir.js';
import { configurationRollout } from '../support/rollout/configuration-rollout.js';
import { rolloutIr } from '../support/rollout/rollout-ir.js';

const path = '/v1/rollouts/reviews-v2/share';
const services = [{ service: 'reviews', stable: 'v1', canary: 'v2' }];
const ir = meshIr.mesh({
  services: [
    meshIr.service('client', { calls: [meshIr.call('reviews')] }),
    meshIr.service('reviews', { versions: [meshIr.version('v1'), meshIr.version('v2')] }),
  ],
  rollouts: [rolloutIr('reviews-v2', services)],
});

const timeout = (requestMs: number) => ({
  timeout: { origin: { kind: 'user', constructPath: 'shop/next' }, requestMs } as const,
});

/** The mesh with a rollout of a timeout. */
function policies(requestMs: number): MeshIr {
  const subject = { kind: 'policy', service: 'reviews', policies: timeout(requestMs) } as const;
  return { ...ir, rollouts: [rolloutIr('reviews-v2', [], { subject })] };
}

/** The mesh with a rollout of a rule with a timeout. */
function configuration(requestMs: number): MeshIr {
  const routes = [meshIr.httpRoute('all', { kind: 'service', service: 'reviews' }, { policies: timeout(requestMs) })];
  const tried = ir.services.map((service) => (service.name === 'reviews' ? { ...service, routes } : service));
  return configurationRollout({ ...ir, rollouts: [] }, { ...ir, services: tried }, { name: 'reviews-v2' });
}

function revisionOf(declared: MeshIr): string {
  const { ir: resolved } = compiled(declared);
  return resolved.rollouts.map((rollout) => createRolloutPlan(resolved, rollout).revision).join();
}

/** Of the client's routes that a rollout tries, in millionths. */
function fractions(live: RunningLiveMesh): readonly unknown[] {
  const { routes = [] } = live.resourcesOf('sidecar~client/v1') ?? {};
  return routes.flatMap(({ virtual_hosts: hosts = [] }) =>
    hosts.flatMap((host) =>
      (host.routes ?? []).flatMap(({ match: { runtime_fraction: fraction } }) =>
        fraction === undefined ? [] : [fraction.default_value.numerator],
      ),
    ),
  );
}

test('puts a share into the routes of callers, with its number', async () => {
  const { operator, reader, live } = await startApi({}, { ir });
  expect(await reader('GET', path)).toMatchObject({ status: 200, body: { epoch: 0 } });
  expect(weights(live)).toEqual([100, 0]);
  expect(await operator('PUT', path, { body: { epoch: 3, services, weight: 0.25 } })).toMatchObject({
    status: 200,
    body: { epoch: 3, carrying: 0, accepted: 0 },
  });
  expect(await reader('GET', path)).toMatchObject({ body: { epoch: 3 } });
  const [stable = 0, canary = 0] = weights(live);
  expect(canary / (stable + canary)).toBe(0.25);
});

test('refuses a lower number, and says which was the last', async () => {
  const { operator, live } = await startApi({}, { ir });
  await operator('PUT', path, { body: { epoch: 5, services, weight: 0.5 } });
  expect(await operator('PUT', path, { body: { epoch: 4, services, weight: 1 } })).toMatchObject({
    status: 409,
    body: { title: 'A later share was handed over before', revision: '5' },
  });
  const [stable, canary] = weights(live);
  expect(stable).toBe(canary);
});

test('takes no more than nothing for versions that the mesh does not roll out, and always the way back', async () => {
  const { operator, live } = await startApi({}, { ir });
  const other = [{ service: 'reviews', stable: 'v1', canary: 'v3' }];
  expect(await operator('PUT', path, { body: { epoch: 1, services: other, weight: 0 } })).toMatchObject({
    status: 200,
  });
  expect(await operator('PUT', path, { body: { epoch: 2, services: other, weight: 0.1 } })).toMatchObject({
    status: 409,
    body: { title: 'The mesh has no such rollout' },
  });
  await operator('PUT', path, { body: { epoch: 2, services, weight: 0.5 } });
  live.setMesh(compiled({ ...ir, rollouts: [] }));
  expect(await operator('PUT', path, { body: { epoch: 3, services, weight: 0.25 } })).toMatchObject({ status: 200 });
});

test.each([
  ['policies', policies],
  ['a configuration', configuration],
] as const)(
  'a share of %s is of one revision: what the program tries next under the same name gets nothing of it',
  async (_, make) => {
    const [first, next] = [make(1000), make(2000)];
    const { operator, live } = await startApi({}, { ir: first });
    const put = (epoch: number, revision: string) =>
      operator('PUT', path, { body: { epoch, revision, services: [{ service: 'reviews' }], weight: 1 } });
    expect(await put(1, revisionOf(first))).toMatchObject({ status: 200 });
    expect(fractions(live)).toEqual([1_000_000]);
    live.setMesh(compiled(next));
    expect(fractions(live)).toEqual([0]);
    expect(await put(2, revisionOf(first))).toMatchObject({ status: 200 });
    expect(fractions(live)).toEqual([0]);
    expect(await put(3, revisionOf(next))).toMatchObject({ status: 200 });
    expect(fractions(live)).toEqual([1_000_000]);
  },
);

test('takes no share while no mesh is served', async () => {
  const { operator } = await startApi();
  expect(await operator('PUT', path, { body: { epoch: 1, services, weight: 0.1 } })).toMatchObject({
    status: 409,
    body: { title: 'No mesh is served yet' },
  });
});

test.each([
  [{ epoch: 0, services, weight: 0 }, 'body/epoch'],
  [{ epoch: 1, services, weight: 1.5 }, 'body/weight'],
  [{ epoch: 1, services, weight: 0, audience: 'some' }, 'body/audience'],
  [{ epoch: 1, services: [...services, ...services], weight: 0 }, 'body/services'],
  [{ epoch: 1, services: [{ service: 'reviews', canary: 'v2' }], weight: 0 }, 'body/services/0'],
])('refuses %j', async (body, at) => {
  const { operator } = await startApi({}, { ir });
  expect(await operator('PUT', path, { body })).toMatchObject({ status: 400, body: { errors: [{ path: at }] } });
});

/** Of the stable version and the canary in the client's route. */
function weights(live: Awaited<ReturnType<typeof startApi>>['live']): readonly number[] {
  const routes = live.resourcesOf('sidecar~client/v1')?.routes ?? [];
  const [route] = routes.flatMap(({ virtual_hosts: hosts = [] }) => hosts.flatMap((host) => host.routes ?? []));
  return route?.route?.weighted_clusters?.clusters.map(({ weight }) => Number(weight)) ?? [];
}
