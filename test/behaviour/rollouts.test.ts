import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffMeshes } from '../../lib/behaviour/diff/diff-meshes.js';
import { simulateIr } from '../../lib/behaviour/simulate-ir.js';
import { simulateMesh } from '../../lib/behaviour/simulate-mesh.js';
import type { SimulatedMesh } from '../../lib/behaviour/simulated-mesh.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import { armSharesOf } from '../../lib/control-plane/rollouts/arm-shares-of.js';
import { createRouteShares } from '../../lib/control-plane/rollouts/create-route-shares.js';
import { findTranslationDifferences } from '../../lib/behaviour/translation/find-translation-differences.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import type { Port } from '../../lib/ir/port.js';
import type { DestinationPolicies } from '../../lib/ir/policies/policies.js';
import type { Rollout } from '../../lib/ir/rollout/rollout.js';
import type { Strategy } from '../../lib/ir/rollout/strategy.js';
import type { Destination, Route } from '../../lib/ir/route.js';
import type { Service } from '../../lib/ir/service.js';
import type { Exposure } from '../../lib/rollout/decide/exposure.js';
import { createRolloutPlan } from '../../lib/rollout/plan/create-rollout-plan.js';
import { arbitraryMesh } from '../support/arbitrary-mesh.js';
import { meshIr } from '../support/mesh-ir.js';
import { rolloutIr } from '../support/rollout/rollout-ir.js';

const numRuns = 8;
const match = meshIr.match({ headers: [{ name: 'x-a', matcher: { kind: 'exact', value: '1' }, negate: false }] });
const strategies: fc.Arbitrary<Strategy> = fc.constantFrom<Strategy>(
  { kind: 'blue-green' },
  { kind: 'a-b', match },
  { kind: 'mirror', share: 0.5 },
);

/** Of a version: they hold for rules that send there and nowhere else. */
const policies = { timeout: { origin: { kind: 'user', constructPath: 'shop/version' }, requestMs: 700 } } as const;

/** Of a service. */
const newPolicies: DestinationPolicies = {
  timeout: { origin: { kind: 'user', constructPath: 'shop/new' }, requestMs: 900 },
  circuitBreaker: { origin: { kind: 'user', constructPath: 'shop/new' }, maxRequests: 7 },
};

/** Meshes of requests whose every service has v1 and v2, and nothing that a rollout would be in the way of. */
const twoVersions = arbitraryMesh
  .map((ir) => ({
    ...ir,
    services: ir.services.map((service) => ({
      ...service,
      ports: service.ports.some(isForRequests) ? service.ports.filter(isForRequests) : [meshIr.port('http')],
      routes: service.routes.filter(({ kind }) => kind === 'http'),
      versions: [meshIr.version('v1', { policies }), meshIr.version('v2', { policies })],
    })),
  }))
  .filter((ir) => isSound(ir) && isSound(pinned(ir, 'v1')));

/** Of these every rule ends at one service, and those of a service at itself: policies of one that only hands on are not rolled out. */
const withinServices = twoVersions.map((ir) => ({
  ...ir,
  policies: withoutTimeout(ir.policies),
  services: ir.services.map((service) => ({
    ...service,
    policies: withoutTimeout(service.policies),
    routes: service.routes.filter((route) => servicesOf(route).every((name) => name === service.name)),
  })),
  gateways: ir.gateways.map((gateway) => ({
    ...gateway,
    routes: gateway.routes.filter((route) => new Set(servicesOf(route)).size <= 1),
  })),
}));

/** A gateway's listener waits as long as any of its routes, the present and the new: that one setting is of both. */
function withoutTimeout({ timeout: _timeout, ...rest }: DestinationPolicies): DestinationPolicies {
  return rest;
}

function servicesOf(route: Route): readonly string[] {
  if (route.kind === 'tcp') return route.destinations.map(({ destination }) => destination.service);
  return route.action.kind === 'redirect'
    ? []
    : route.action.destinations.map(({ destination }) => destination.service);
}

function isForRequests({ protocol }: Port): boolean {
  return protocol !== 'tcp';
}

function isSound(ir: MeshIr): boolean {
  return compileMesh(ir).mesh !== undefined;
}

/** The same program with every rule to one version, as if there were no other. */
function pinned(ir: MeshIr, version: string): MeshIr {
  const destinationOf = (destination: Destination, owner?: Service): Destination => {
    if (destination.kind === 'version') return { ...destination, version };
    return destination.kind === 'service' && destination.service === owner?.name
      ? { ...destination, kind: 'version', version }
      : destination;
  };
  const routeOf = <Given extends Route>(route: Given, owner?: Service): Given => {
    const moved = (list: Extract<Route, { kind: 'tcp' }>['destinations']) =>
      list.map((each) => ({ ...each, destination: destinationOf(each.destination, owner) }));
    if (route.kind === 'tcp') return { ...route, destinations: moved(route.destinations) };
    const { action } = route;
    return action.kind === 'redirect'
      ? route
      : { ...route, action: { ...action, destinations: moved(action.destinations) } };
  };
  return {
    ...ir,
    services: ir.services.map((service) => ({
      ...service,
      routes: [...service.routes.map((route) => routeOf(route, service)), ...lastRoutes(service, version)],
    })),
    gateways: ir.gateways.map((gateway) => ({ ...gateway, routes: gateway.routes.map((route) => routeOf(route)) })),
  };
}

/** For what no rule takes. */
function lastRoutes({ name, ports }: Service, version: string): readonly Route[] {
  return ports.map((port) => {
    const to = { kind: 'version', service: name, version, port: port.name } as const;
    return meshIr.httpRoute(`last-${port.name}`, to, { port: port.name });
  });
}

/** A rollout of the versions of each service. */
function ofVersions(ir: MeshIr, parts: Partial<Rollout>): readonly Rollout[] {
  return ir.services.map(({ name }) => rolloutIr(`${name}-v2`, [{ service: name, stable: 'v1', canary: 'v2' }], parts));
}

/** A rollout of other policies of each service. */
function ofPolicies(ir: MeshIr): readonly Rollout[] {
  return ir.services.map(({ name: service }) =>
    rolloutIr(`${service}-policy`, [], { subject: { kind: 'policy', service, policies: newPolicies } }),
  );
}

/** Rules and policies of another mesh in the place of those of one. */
function withRulesOf(ir: MeshIr, { policies: ofMesh, services, gateways }: MeshIr): MeshIr {
  return {
    ...ir,
    policies: ofMesh,
    services: ir.services.map((service, index) => ({ ...service, ...rulesOf(services[index]) })),
    gateways: ir.gateways.map((gateway, index) => ({ ...gateway, ...rulesOf(gateways[index]) })),
  };
}

function rulesOf<Rule>(
  owner: { readonly policies: DestinationPolicies; readonly routes: readonly Rule[] } | undefined,
) {
  return owner === undefined ? {} : { policies: owner.policies, routes: owner.routes };
}

/** A rollout of another configuration of the mesh. */
function ofConfiguration(ir: MeshIr, { policies: ofMesh, services, gateways, externalServices }: MeshIr): Rollout {
  const candidate = { policies: ofMesh, services, gateways, externalServices };
  const names = ir.services.map(({ name }) => name);
  return rolloutIr('next', [], {
    subject: { kind: 'configuration', services: names, from: 'present', to: 'next', candidate },
  });
}

/** The mesh with rollouts, at an exposure. */
function exposed(ir: MeshIr, declared: readonly Rollout[], exposure: Exposure): SimulatedMesh {
  const { simulated } = simulateIr({ ...ir, rollouts: declared });
  fc.pre(simulated !== undefined);
  const rolledOut = simulated.mesh.ir;
  const { rollouts } = rolledOut;
  const divide = createRouteShares(
    new Map(rollouts.flatMap((rollout) => armSharesOf(createRolloutPlan(rolledOut, rollout), exposure))),
  );
  const configs = [...simulated.configs.values()].map((config) => ({
    ...config,
    resources: { ...config.resources, routes: config.resources.routes.map(divide) },
  }));
  return simulateMesh(simulated.mesh, configs);
}

function changesFrom(ir: MeshIr, mesh: SimulatedMesh): ReturnType<typeof diffMeshes> {
  const { simulated } = simulateIr(ir);
  fc.pre(simulated !== undefined);
  return diffMeshes(simulated, mesh);
}

const nobody = { weight: 0, mirror: 0, audience: 'everybody' } as const;

test.each([
  ['while nothing is exposed, all requests do as if there were the stable version only', 'v1', nobody],
  ['once everybody is at the canary, all requests do as if there were it only', 'v2', { ...nobody, weight: 1 }],
] as const)('%s', { timeout: 120_000 }, (_, version, exposure) => {
  let compared = 0;
  fc.assert(
    fc.property(twoVersions, strategies, (ir, strategy) => {
      const mesh = exposed(ir, ofVersions(ir, { strategy }), exposure);
      expect(changesFrom(pinned(ir, version), mesh)).toEqual({ changes: [], undecided: [] });
      compared++;
    }),
    { numRuns },
  );
  expect(compared).toBeGreaterThan(numRuns / 3);
});

test.each([
  ["policies of a rollout are nobody's while nothing is exposed", false, nobody],
  ["policies of a rollout are as the service's own once everybody has them", true, { ...nobody, weight: 1 }],
] as const)('%s', { timeout: 120_000 }, (_, hasThem, exposure) => {
  fc.assert(
    fc.property(withinServices, (ir) => {
      const services = ir.services.map((service) => ({ ...service, policies: withNew(service.policies) }));
      const mesh = exposed(ir, ofPolicies(ir), exposure);
      expect(changesFrom(hasThem ? { ...ir, services } : ir, mesh)).toEqual({ changes: [], undecided: [] });
    }),
    { numRuns },
  );
});

function withNew(present: DestinationPolicies): DestinationPolicies {
  const { timeout, circuitBreaker } = newPolicies;
  return {
    ...present,
    ...(timeout === undefined ? {} : { timeout: { ...present.timeout, ...timeout } }),
    ...(circuitBreaker === undefined ? {} : { circuitBreaker: { ...present.circuitBreaker, ...circuitBreaker } }),
  };
}

/** Two configurations of one mesh that differ for requests, both sound, and sound together. */
const twoConfigurations = fc
  .tuple(twoVersions, twoVersions)
  .map(([ir, other]) => [withoutTimeouts(ir), withoutTimeouts(withRulesOf(ir, other))] as const)
  .filter(([ir, candidate]) => isSound(candidate) && isSound({ ...ir, rollouts: [ofConfiguration(ir, candidate)] }));

/** See `withoutTimeout`. */
function withoutTimeouts(ir: MeshIr): MeshIr {
  if (ir.gateways.length === 0) return ir;
  const ofRoute = <Given extends Route>(route: Given): Given =>
    route.kind === 'http' ? { ...route, policies: withoutTimeout(route.policies) } : route;
  return {
    ...ir,
    policies: withoutTimeout(ir.policies),
    services: ir.services.map((service) => ({
      ...service,
      policies: withoutTimeout(service.policies),
      routes: service.routes.map(ofRoute),
      versions: service.versions.map((version) => ({ ...version, policies: withoutTimeout(version.policies) })),
    })),
    gateways: ir.gateways.map((gateway) => ({
      ...gateway,
      policies: withoutTimeout(gateway.policies),
      routes: gateway.routes.map(ofRoute),
    })),
  };
}

/** What no route of the candidate takes gets its 404 from a route of its own, so that it does not fall to the present ones. */
function isHeard({ aspects }: ReturnType<typeof diffMeshes>['changes'][number]): boolean {
  return !aspects.every(({ before, after }) => before === '404: no route' && after === '404 from the proxy');
}

test.each([
  ["another configuration is nobody's while nothing is exposed", nobody],
  ['another configuration is all that there is once everybody has it', { ...nobody, weight: 1 }],
] as const)('%s', { timeout: 120_000 }, (_, exposure) => {
  fc.assert(
    fc.property(twoConfigurations, ([ir, candidate]) => {
      const mesh = exposed(ir, [ofConfiguration(ir, candidate)], exposure);
      const { changes, undecided } = changesFrom(exposure.weight === 0 ? ir : candidate, mesh);
      expect({ changes: changes.filter(isHeard), undecided }).toEqual({ changes: [], undecided: [] });
    }),
    { numRuns },
  );
});

test('what is emitted for rollouts is what the mesh says, for all requests', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(twoVersions, strategies, fc.boolean(), (ir, strategy, isOfPolicy) => {
      const rollouts = isOfPolicy ? ofPolicies(ir) : ofVersions(ir, { strategy });
      expect(findTranslationDifferences(exposed(ir, rollouts, nobody))).toEqual([]);
    }),
    { numRuns },
  );
  fc.assert(
    fc.property(twoConfigurations, ([ir, candidate]) => {
      expect(findTranslationDifferences(exposed(ir, [ofConfiguration(ir, candidate)], nobody))).toEqual([]);
    }),
    { numRuns },
  );
});
