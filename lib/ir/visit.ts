import type { Origin } from '../diagnostics/origin.js';
import type { ExternalService } from './external-service.js';
import type { Gateway } from './gateway.js';
import type { MeshIr } from './mesh-ir.js';
import type { Policies } from './policies/policies.js';
import type { Route } from './route.js';
import type { Call, Service } from './service.js';
import type { Version } from './version.js';

/** What a route stands on. */
export type RouteOwner =
  { readonly kind: 'service'; readonly service: Service } | { readonly kind: 'gateway'; readonly gateway: Gateway };

/** A route with what it stands on. */
export interface RouteSite {
  readonly owner: RouteOwner;
  readonly route: Route;
}

/** A place in a mesh where policies may stand. */
export type PolicyScope =
  | { readonly kind: 'mesh'; readonly mesh: MeshIr }
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'version'; readonly service: Service; readonly version: Version }
  | { readonly kind: 'call'; readonly caller: Service; readonly call: Call }
  | { readonly kind: 'external-service'; readonly service: ExternalService }
  | { readonly kind: 'gateway'; readonly gateway: Gateway }
  | { readonly kind: 'route'; readonly site: RouteSite };

/** The policies of one scope. `origin` is that of the scope; each policy has its own as well. */
export interface PolicySite {
  readonly scope: PolicyScope;
  readonly origin: Origin;
  readonly policies: Policies;
}

/** Walks every route once: those of services, then those of gateways, each in the order declared. */
export function* visitRoutes(ir: MeshIr): Generator<RouteSite> {
  for (const service of ir.services) {
    const owner = { kind: 'service', service } as const;
    for (const route of service.routes) yield { owner, route };
  }
  for (const gateway of ir.gateways) {
    const owner = { kind: 'gateway', gateway } as const;
    for (const route of gateway.routes) yield { owner, route };
  }
}

/** Walks every scope that may hold policies once; most scopes hold none. */
export function* visitPolicies(ir: MeshIr): Generator<PolicySite> {
  yield { scope: { kind: 'mesh', mesh: ir }, origin: ir.origin, policies: ir.policies };
  for (const service of ir.services) yield* visitServicePolicies(service);
  for (const gateway of ir.gateways) {
    yield { scope: { kind: 'gateway', gateway }, origin: gateway.origin, policies: gateway.policies };
  }
  for (const service of ir.externalServices) {
    yield { scope: { kind: 'external-service', service }, origin: service.origin, policies: service.policies };
  }
  for (const site of visitRoutes(ir)) {
    const { route } = site;
    if (route.kind === 'http') yield { scope: { kind: 'route', site }, origin: route.origin, policies: route.policies };
  }
}

function* visitServicePolicies(service: Service): Generator<PolicySite> {
  yield { scope: { kind: 'service', service }, origin: service.origin, policies: service.policies };
  for (const version of service.versions) {
    yield { scope: { kind: 'version', service, version }, origin: version.origin, policies: version.policies };
  }
  for (const call of service.calls) {
    yield { scope: { kind: 'call', caller: service, call }, origin: call.origin, policies: call.policies };
  }
}
