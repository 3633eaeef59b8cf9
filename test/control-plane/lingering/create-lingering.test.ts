import { expect, test } from 'vitest';
import { endpointTargets } from '../../../lib/control-plane/endpoints/endpoint-targets.js';
import { compileGroups } from '../../../lib/control-plane/groups/compile-groups.js';
import type { ConfiguredGroups } from '../../../lib/control-plane/groups/create-group-table.js';
import { createLingering } from '../../../lib/control-plane/lingering/create-lingering.js';
import { servedPortRange } from '../../../lib/control-plane/plan-served-ports.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { callMesh } from '../../support/call-mesh.js';
import { compiled } from '../../support/compiled.js';
import { fakeClock } from '../../support/fake-clock.js';
import { meshIr } from '../../support/mesh-ir.js';

const origin = { kind: 'user', constructPath: 'shop/reviews' } as const;
const v2 = 'reviews/v2/http';

/** All goes to one version of `reviews`, the only one; held back for so long, in ms. */
function allTo(version: string, delayMs = 0, attempts = 0): MeshIr {
  const fault = { origin, delay: { durationMs: delayMs, percent: 100 } };
  const route = meshIr.httpRoute('all', { kind: 'version', service: 'reviews', version });
  return callMesh([], {
    reviews: { versions: [meshIr.version(version)], routes: [{ ...route, policies: delayMs > 0 ? { fault } : {} }] },
    mesh: { policies: { retries: { origin, attempts }, timeout: { origin, requestMs: 9_000 } } },
  });
}

function start() {
  const clock = fakeClock();
  let served: ConfiguredGroups | undefined;
  let times = 0;
  const take = (configured: ConfiguredGroups): void => {
    served = configured;
    times += 1;
  };
  const lingering = createLingering(clock, take);
  const change = (ir: MeshIr, into = take): void => {
    const mesh = compiled(ir);
    const { groups = new Map() } = compileGroups(mesh, { inboundAddress: '127.0.0.1', ports: servedPortRange });
    lingering.change(mesh, { configurations: groups, targets: endpointTargets(mesh) }, into);
  };
  const configuration = () => served?.configurations.get('sidecar~client/v1');
  return {
    clock,
    lingering,
    change,
    configuration,
    served: () => served,
    times: () => times,
    clusters: () =>
      (configuration()?.resources.clusters ?? []).map(({ name }) => name).filter((name) => name.startsWith('reviews/')),
  };
}

test('a cluster that routes have left stays for the longest delay of the mesh before and a second, then it goes', async () => {
  const { clock, change, clusters, served } = start();
  change(allTo('v2', 2_000));
  expect(clusters()).toContain(v2);
  change(allTo('v1'));
  await clock.advance(2_999);
  expect(clusters()).toEqual(['reviews/v1/http', v2]);
  expect(served()?.targets.get(v2)).toMatchObject({ service: 'reviews', version: 'v2' });
  await clock.advance(1);
  expect(clusters()).toEqual(['reviews/v1/http']);
  expect(served()?.targets.has(v2)).toBe(false);
  expect(clock.timers()).toBe(0);
});

test('it stays as long when the delay goes first and the version right after it', async () => {
  const { clock, change, clusters } = start();
  change(allTo('v2', 5_000));
  change(allTo('v2'));
  change(allTo('v1'));
  await clock.advance(5_999);
  expect(clusters()).toContain(v2);
  await clock.advance(1);
  expect(clusters()).not.toContain(v2);
});

test('later changes neither shorten nor lengthen the time of what lingers', async () => {
  const { clock, change, clusters } = start();
  change(allTo('v2', 2_000));
  change(allTo('v1'));
  await clock.advance(1_500);
  change(allTo('v3'));
  expect(clusters()).toEqual(['reviews/v1/http', v2, 'reviews/v3/http']);
  await clock.advance(1_499);
  expect(clusters()).toContain(v2);
  await clock.advance(1);
  expect(clusters()).toEqual(['reviews/v3/http']);
});

test('a cluster that comes back stays, and has its full time when it goes again', async () => {
  const { clock, change, clusters, times } = start();
  change(allTo('v2'));
  change(allTo('v1'));
  await clock.advance(500);
  change(allTo('v2'));
  await clock.advance(400);
  change(allTo('v1'));
  await clock.advance(999);
  expect(clusters()).toEqual(['reviews/v1/http', v2]);
  await clock.advance(1);
  expect(clusters()).toEqual(['reviews/v1/http']);
  expect(times()).toBe(5);
});

test('where routes retry it stays for the timeout too: a retry goes where the first try went', async () => {
  const { clock, change, clusters } = start();
  change(allTo('v2', 2_000, 2));
  change(allTo('v1'));
  await clock.advance(11_999);
  expect(clusters()).toContain(v2);
  await clock.advance(1);
  expect(clusters()).not.toContain(v2);
});

test('groups in which nothing lingers keep their configuration, and a group that is no more lets all go', async () => {
  const { clock, change, served, configuration } = start();
  change(allTo('v2'));
  change(allTo('v1'));
  const [reviews, client] = [served()?.configurations.get('sidecar~reviews/v1'), configuration()];
  await clock.advance(1_000);
  expect(served()?.configurations.get('sidecar~reviews/v1')).toBe(reviews);
  expect(configuration()).not.toBe(client);
  change(meshIr.mesh({ services: [meshIr.service('reviews')] }));
  expect(configuration()).toBeUndefined();
  expect(clock.timers()).toBe(0);
});

test('what cannot be taken changes nothing', async () => {
  const { clock, change, clusters } = start();
  change(allTo('v2'));
  const refuse = (): never => {
    throw new Error('no');
  };
  expect(() => {
    change(allTo('v1'), refuse);
  }).toThrow('no');
  expect(clock.timers()).toBe(0);
  change(allTo('v3'));
  expect(clusters()).toEqual([v2, 'reviews/v3/http']);
  await clock.advance(1_000);
  expect(clusters()).toEqual(['reviews/v3/http']);
});

test('after its end nothing is told any more', async () => {
  const { clock, lingering, change, times } = start();
  change(allTo('v2'));
  change(allTo('v1'));
  lingering.stop();
  await clock.advance(10_000);
  expect(times()).toBe(2);
});
