import fc from 'fast-check';
import { expect, it } from 'vitest';
import { simulateIr } from '../../../lib/behaviour/simulate-ir.js';
import { simulateMesh } from '../../../lib/behaviour/simulate-mesh.js';
import { findTranslationDifferences } from '../../../lib/behaviour/translation/find-translation-differences.js';
import type { ProxyConfig } from '../../../lib/envoy-resources/proxy-config.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { arbitraryMesh } from '../../support/arbitrary-mesh.js';
import { compiled } from '../../support/compiled.js';
import { everyFeature } from '../../support/every-feature.js';
import { examplePrograms, runExample } from '../../support/example-program.js';
import { groupGateway, groupServices } from '../../support/routing/group-services.js';
import { routedGroups } from '../../support/routing/routed-group.js';
import { meshIr } from '../../support/mesh-ir.js';

function differences(ir: MeshIr): readonly string[] | 'has errors' {
  const { simulated } = simulateIr(ir);
  return simulated === undefined ? 'has errors' : findTranslationDifferences(simulated);
}

it.each(examplePrograms)('emits for %s what its mesh says, for all requests', async (program) => {
  const { ir } = await runExample(program);
  expect(differences(ir)).toEqual([]);
});

it('emits for a mesh with every feature what it says, for all requests', () => {
  expect(differences(everyFeature())).toEqual([]);
});

it('emits for random meshes what they say, for all requests', { timeout: 120_000 }, () => {
  let compiledMeshes = 0;
  fc.assert(
    fc.property(arbitraryMesh, (ir) => {
      const found = differences(ir);
      if (found === 'has errors') return;
      compiledMeshes++;
      expect(found).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
  expect(compiledMeshes).toBeGreaterThan(5);
});

it('emits for random groups of services that hand on to each other what they say', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(routedGroups, (group) => {
      const { services } = groupServices(group);
      const ir = meshIr.mesh({ services, gateways: [groupGateway(group)] });
      const found = differences(ir);
      expect(found === 'has errors' ? [] : found).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

/** The Bookinfo-like mesh of the tests below, its proxies changed on the way. */
function changed(change: (text: string) => string): readonly string[] {
  const mesh = compiled(everyFeature());
  const { proxies } = emitEnvoy(mesh, { kind: 'kubernetes', configDirectory: '/etc/meshwright' });
  const text = JSON.stringify(proxies);
  const edited = change(text);
  expect(edited).not.toBe(text);
  return findTranslationDifferences(simulateMesh(mesh, JSON.parse(edited) as ProxyConfig[]));
}

it.each([
  [
    'a timeout',
    (text: string) =>
      text.replace('"timeout":"2.500s"', '"timeout":"2.501s"').replace('"timeout":"2.5s"', '"timeout":"2.6s"'),
  ],
  ['a weight', (text: string) => text.replace('"weight":995', '"weight":994')],
  ['the number of retries', (text: string) => text.replaceAll('"num_retries":2', '"num_retries":3')],
  ['a cluster', (text: string) => text.replaceAll('"cluster":"reviews/v2/http"', '"cluster":"reviews/v1/http"')],
  ['a segment prefix', (text: string) => text.replaceAll('"path_separated_prefix"', '"prefix"')],
  ['the address of a cluster', (text: string) => text.replaceAll('reviews-v1.shop', 'reviews-v2.shop')],
])('notices that %s of the emitted resources is another', (_, change) => {
  expect(changed(change)).not.toEqual([]);
});
