import { afterAll, expect, test } from 'vitest';
import type { ArmShares } from '../../../lib/control-plane/rollouts/create-route-shares.js';
import type { ProxyConfig } from '../../../lib/envoy-resources/proxy-config.js';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { startLocalPlane, type LocalPlane } from '../../../lib/local-runtime/envoy/local-plane.js';
import { compiled } from '../../support/compiled.js';
import { emitLocal } from '../../support/emit-local.js';
import { eventually } from '../../support/eventually.js';
import { localEnvironment } from '../../support/local-environment.js';
import { meshIr } from '../../support/mesh-ir.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { rolloutIr } from '../../support/rollout/rollout-ir.js';
import { openDiscovery } from '../../support/xds/discovery-client.js';

const type_url = resourceTypeUrls.routeConfiguration;
const services = new Set(['reviews']);
const shares = (share: number): ArmShares =>
  new Map([
    ['reviews', { rollout: 'reviews-v2', stable: 'v1', canary: 'v2', share, mirror: 0, audience: 'everybody' }],
  ]);

const started: LocalPlane[] = [];
afterAll(() => {
  for (const plane of started) plane.close();
});

/** A plane that serves the callers of a mesh, and a caller that was given its routes. */
async function startServed(ir: MeshIr = reviewsRollout()) {
  const plane = await startLocalPlane();
  started.push(plane);
  const config = configOf(ir);
  plane.serve('client', config);
  plane.serve('reviews', configOf(ir, 'reviews/v1'));
  const stream = openDiscovery(plane.port);
  const [name] = config.resources.routes.map((each) => each.name);
  stream.send({ node: { id: 'client' }, type_url, resource_names_subscribe: [name] });
  const next = async () => {
    const response = await stream.next();
    const nonce = response['nonce'];
    return {
      canary: canaryShare(response),
      ack: () => {
        stream.send({ type_url, response_nonce: nonce });
      },
      nack: () => {
        stream.send({ type_url, response_nonce: nonce, error_detail: { code: 3, message: 'no' } });
      },
    };
  };
  const first = await next();
  first.ack();
  return { plane, config, next, first };
}

function configOf(ir: MeshIr, instance = 'client/v1'): ProxyConfig {
  const mesh = compiled(ir);
  const found = emitLocal(mesh, localEnvironment(mesh)).proxies.find(({ name }) => name === instance);
  if (found === undefined) throw new Error(`the mesh has no ${instance}`);
  return found;
}

/** Of all weights of the response, those of versions other than the stable one. */
function canaryShare(response: Readonly<Record<string, unknown>>): number {
  const weights = [...JSON.stringify(response).matchAll(/"name":"reviews\/(v\d)\/http","weight":(\d+)/g)];
  const sum = (isCounted: (version: string | undefined) => boolean): number =>
    weights.reduce((total, [, version, weight]) => total + (isCounted(version) ? Number(weight) : 0), 0);
  return sum((version) => version !== 'v1') / sum(() => true);
}

test('a share reaches callers, and holds when they have accepted it; others are not asked', async () => {
  const { plane, next, first } = await startServed();
  expect(first.canary).toBe(0);
  await eventually(() => plane.standingOf(services).accepted === 1);
  plane.setShares(shares(0.25));
  const pushed = await next();
  expect(pushed.canary).toBe(0.25);
  expect(plane.standingOf(services)).toEqual({ carrying: 1, accepted: 0 });
  pushed.ack();
  await eventually(() => plane.standingOf(services).accepted === 1);
  expect(plane.standingOf(new Set(['nobody']))).toEqual({ carrying: 0, accepted: 0 });
});

test('who refuses a share is named', async () => {
  const { plane, next } = await startServed();
  plane.setShares(shares(0.25));
  (await next()).nack();
  await eventually(() => plane.standingOf(services).refused !== undefined);
  expect(plane.standingOf(services)).toMatchObject({ refused: { nodeId: 'client', refusal: { message: 'no' } } });
});

test('a change of the program keeps shares, and gives a new canary nothing', async () => {
  const { plane, config, next } = await startServed();
  plane.setShares(shares(0.25));
  (await next()).ack();
  expect(plane.serve('client', config)).toBe(false);
  const version = (name: string) => meshIr.version(name);
  const other = reviewsRollout({ reviews: { versions: [version('v1'), version('v3')] } });
  const arms = [{ service: 'reviews', stable: 'v1', canary: 'v3' }];
  expect(plane.serve('client', configOf({ ...other, rollouts: [rolloutIr('reviews-v2', arms)] }))).toBe(true);
  const changed = await next();
  expect(changed.canary).toBe(0);
  changed.ack();
  expect(plane.serve('client', config)).toBe(true);
  expect((await next()).canary).toBe(0.25);
});

test('tells who watches of acceptance, until they stop to watch', async () => {
  const { plane, next } = await startServed();
  let calls = 0;
  const unwatch = plane.watch(() => (calls += 1));
  plane.setShares(shares(0.5));
  (await next()).ack();
  await eventually(() => plane.standingOf(services).accepted === 1 && calls > 0);
  unwatch();
});
