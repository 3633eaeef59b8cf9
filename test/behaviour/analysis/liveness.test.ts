import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runBehaviourChecks } from '../../../lib/behaviour/analysis/run-behaviour-checks.js';
import { deadPolicies } from '../../../lib/behaviour/analysis/dead-policies.js';
import { editPolicies } from '../../../lib/behaviour/analysis/edit-policies.js';
import { diffMeshes } from '../../../lib/behaviour/diff/diff-meshes.js';
import { simulateIr } from '../../../lib/behaviour/simulate-ir.js';
import type { SimulatedMesh } from '../../../lib/behaviour/simulated-mesh.js';
import type { Origin } from '../../../lib/diagnostics/origin.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { Route } from '../../../lib/ir/route.js';
import { arbitraryMesh } from '../../support/arbitrary-mesh.js';
import { groupGateway, groupServices } from '../../support/routing/group-services.js';
import { routedGroups } from '../../support/routing/routed-group.js';
import { meshIr } from '../../support/mesh-ir.js';

/** Gives every route a place of its own, so that a diagnostic can be led back to it. */
function withPlaces(ir: MeshIr): MeshIr {
  let line = 0;
  const placed = <R extends Route>(route: R): R => {
    const origin: Origin = { ...route.origin, source: { file: 'main.ts', line: ++line, column: 1 } };
    return { ...route, origin };
  };
  return {
    ...ir,
    services: ir.services.map((service) => ({ ...service, routes: service.routes.map(placed) })),
    gateways: ir.gateways.map((gateway) => ({ ...gateway, routes: gateway.routes.map(placed) })),
  };
}

function withoutRouteAt(ir: MeshIr, line: number): MeshIr {
  const stays = ({ origin }: Route): boolean => origin.source?.line !== line;
  return {
    ...ir,
    services: ir.services.map((service) => ({ ...service, routes: service.routes.filter(stays) })),
    gateways: ir.gateways.map((gateway) => ({ ...gateway, routes: gateway.routes.filter(stays) })),
  };
}

function simulated(ir: MeshIr): SimulatedMesh | undefined {
  return simulateIr(ir).simulated;
}

/** Deletes every route that is called dead, one at a time; says how many there were. */
function deleteDeadRoutes(ir: MeshIr): number {
  const before = simulated(ir);
  if (before === undefined) return 0;
  const dead = runBehaviourChecks(before).filter(
    ({ slug }) => slug === 'route-unreachable' || slug === 'route-never-taken',
  );
  for (const { origin, message } of dead) {
    const after = simulated(withoutRouteAt(ir, origin?.source?.line ?? 0));
    // Deleting may leave a mesh that does not compile, as with a service that nothing is handed on to any more.
    if (after === undefined) continue;
    expect(diffMeshes(before, after).changes, message).toEqual([]);
  }
  return dead.length;
}

it(
  'changes no decision when a route that is called dead is deleted: random services that hand on',
  { timeout: 120_000 },
  () => {
    let deleted = 0;
    fc.assert(
      fc.property(routedGroups, (group) => {
        const { services } = groupServices(group);
        deleted += deleteDeadRoutes(withPlaces(meshIr.mesh({ services, gateways: [groupGateway(group)] })));
      }),
      { numRuns: 60 },
    );
    expect(deleted).toBeGreaterThan(0);
  },
);

it('changes no decision when a route that is called dead is deleted: random meshes', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(arbitraryMesh, (ir) => void deleteDeadRoutes(withPlaces(ir))),
    { numRuns: 150 },
  );
});

const origin = { kind: 'user', constructPath: 'shop' } as const;
const timeouts = fc.option(
  fc.record({
    requestMs: fc.option(fc.constantFrom(1000, 2000), { nil: undefined }),
    idleMs: fc.option(fc.constantFrom(3000, 4000), { nil: undefined }),
  }),
  { nil: undefined },
);
const retries = fc.option(
  fc.record({
    attempts: fc.option(fc.constantFrom(0, 1, 2), { nil: undefined }),
    perTryTimeoutMs: fc.option(fc.constant(100), { nil: undefined }),
  }),
  { nil: undefined },
);
const policies = fc.record({ timeout: timeouts, retries }).map((chosen) =>
  Object.fromEntries(
    Object.entries(chosen).flatMap(([kind, fields]) => {
      const said = Object.entries(fields ?? {}).filter(([, value]) => value !== undefined);
      return said.length === 0 ? [] : [[kind, { origin, ...Object.fromEntries(said) }]];
    }),
  ),
);

it('changes no decision when policies that are called dead are deleted', { timeout: 120_000 }, () => {
  let deleted = 0;
  fc.assert(
    fc.property(policies, policies, policies, policies, (mesh, cart, call, other) => {
      const ir = meshIr.mesh({
        policies: mesh,
        services: [
          meshIr.service('cart', { policies: cart }),
          meshIr.service('shop', { calls: [meshIr.call('cart', { policies: other })] }),
          meshIr.service('web', { calls: [meshIr.call('cart', { policies: call })] }),
        ],
      });
      const before = simulated(ir);
      if (before === undefined) return;
      for (const { site, kinds } of deadPolicies(before.mesh)) {
        const places = new Set([site.policies]);
        deleted += kinds.length;
        const without = editPolicies(ir, (_, kind, policy) =>
          kinds.includes(kind) && [...places].some((place) => Object.values(place).includes(policy))
            ? undefined
            : policy,
        );
        const after = simulated(without);
        if (after === undefined) throw new Error('the mesh has errors without the policy');
        expect(diffMeshes(before, after).changes).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
  expect(deleted).toBeGreaterThan(0);
});
