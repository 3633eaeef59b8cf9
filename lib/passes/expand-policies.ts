import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type {
  EffectiveHttpRoute,
  EffectiveMesh,
  GatewayProxy,
  OutboundPort,
  ServiceProxy,
} from '../ir/effective-mesh.js';
import { matchEverything } from '../ir/match.js';
import type { Gateway } from '../ir/gateway.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { DestinationPolicies } from '../ir/policies/policies.js';
import type { Call, Service } from '../ir/service.js';
import { deepFreeze } from '../util/deep-freeze.js';
import { DecisionLists, untilUnconditional, type Decision } from './decision-list.js';
import { DelegationFindings } from './delegation-findings.js';
import { EdgeExpansion, type EdgePolicies } from './edge-expansion.js';
import { MeshIndex, wholeService, type Leaf } from './mesh-index.js';
import { TcpDecisions, type TcpDecision } from './tcp-routes.js';

/** A mesh with nothing left to decide, unless joining routes failed. */
export interface ExpandedMesh {
  readonly mesh?: EffectiveMesh;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Resolves routes and policies for every proxy. Scopes, widest first: mesh, services that a request is handed through,
 * version, call or gateway, routes from the outside in; a narrower scope adds to a wider one field by field.
 * Reports what `DecisionLists` and `TcpDecisions` find.
 */
export function expandPolicies(ir: MeshIr): ExpandedMesh {
  const expansion = new Expansion(ir);
  const proxies = [
    ...ir.services.map((service) => expansion.service(service)),
    ...ir.gateways.map((gateway) => expansion.gateway(gateway)),
  ];
  // Rules of a service that nobody calls yet are judged too; what others need of them is there already.
  for (const service of ir.services) expansion.judge(service);
  const { diagnostics } = expansion.findings;
  return diagnostics.length > 0 ? { diagnostics } : { mesh: deepFreeze({ ir, proxies }), diagnostics };
}

class Expansion {
  readonly findings = new DelegationFindings();
  private readonly index: MeshIndex;
  private readonly lists: DecisionLists;
  private readonly tcpDecisions: TcpDecisions;
  private readonly edges: EdgeExpansion;
  private readonly externalDecisions = new Map<string, readonly Decision[]>();

  constructor(ir: MeshIr) {
    this.index = new MeshIndex(ir);
    this.lists = new DecisionLists(this.index, this.findings);
    this.tcpDecisions = new TcpDecisions(this.index, this.findings);
    this.edges = new EdgeExpansion(ir);
  }

  service(service: Service): ServiceProxy {
    const edge = edgePoliciesOf(service.calls);
    const leaves: Leaf[] = [];
    const outbound = service.calls.flatMap((call) => this.call(call, edge, leaves));
    const destinations = this.edges.destinations(leaves, edge);
    const used = new Set(destinations.map(({ name }) => name));
    const callees = outbound.flatMap(grpcLeaves);
    const unusedDestinations = this.edges.destinations(callees, edge).filter(({ name }) => !used.has(name));
    return { kind: 'service', name: service.name, service, outbound, destinations, unusedDestinations };
  }

  judge(service: Service): void {
    for (const port of service.ports) {
      if (port.protocol === 'tcp') this.tcpDecisions.ofService(service, port);
      else this.lists.ofService(service, port);
    }
  }

  gateway(gateway: Gateway): GatewayProxy {
    const own = Object.keys(gateway.policies).length === 0 ? undefined : gateway.policies;
    const edge: EdgePolicies = () => own;
    const leaves: Leaf[] = [];
    const ports = gateway.ports.map((port) => {
      const expanded = gateway.routes
        .filter((route) => route.port === undefined || route.port === port.name)
        .map((route) => {
          const decisions = this.lists.ofRoute(route, `${gateway.name}/${port.name}`);
          const { routes, leaves: ends } = this.edges.httpRoutes(decisions, gateway.name, edge);
          leaves.push(...ends);
          return { hosts: route.hosts, routes };
        });
      const virtualHosts = gateway.hosts.map((host) => ({ host, routes: routesOfHost(host, expanded) }));
      return { port, virtualHosts };
    });
    const destinations = this.edges.destinations(leaves, edge);
    return { kind: 'gateway', name: gateway.name, gateway, ports, destinations };
  }

  private call(call: Call, edge: EdgePolicies, leaves: Leaf[]): OutboundPort[] {
    const callee =
      call.callee.kind === 'service'
        ? ({ kind: 'service', service: this.index.service(call.callee.name) } as const)
        : ({ kind: 'external-service', service: this.index.externalService(call.callee.name) } as const);
    return callee.service.ports.map((port): OutboundPort => {
      const common = { callee, port, origin: call.origin };
      if (port.protocol === 'tcp') {
        const decision =
          callee.kind === 'service'
            ? this.tcpDecisions.ofService(callee.service, port)
            : externalTcpDecision({ backend: callee, port });
        const { route, leaves: ends } = this.edges.tcpRoute(decision);
        leaves.push(...ends);
        return { kind: 'tcp', ...common, route };
      }
      const decisions =
        callee.kind === 'service'
          ? this.lists.ofService(callee.service, port)
          : this.externalDecision({ backend: callee, port });
      const { routes, leaves: ends } = this.edges.httpRoutes(decisions, callee.service.name, edge);
      leaves.push(...ends);
      return { kind: 'http', ...common, routes };
    });
  }

  private externalDecision(leaf: Leaf): readonly Decision[] {
    const { service } = leaf.backend;
    const name = `${service.name}/${leaf.port.name}/default`;
    const known = this.externalDecisions.get(name);
    if (known !== undefined) return known;
    const decisions: readonly Decision[] = [
      {
        name,
        origin: { kind: 'default', constructPath: service.origin.constructPath },
        match: matchEverything,
        action: { kind: 'forward', leaves: [{ leaf, weight: 100 }] },
        routePolicies: [],
        through: [],
      },
    ];
    this.externalDecisions.set(name, decisions);
    return decisions;
  }
}

/** All places that routes of a port may name of its own callee, where gRPC can be spoken to it. */
function grpcLeaves({ callee, port }: OutboundPort): readonly Leaf[] {
  if (callee.kind !== 'service' || (port.protocol !== 'grpc' && port.protocol !== 'http2')) return [];
  const { service } = callee;
  const versions = service.versions.map(({ name }): Leaf['backend'] => ({ kind: 'version', service, version: name }));
  return [wholeService(service), ...versions].map((backend) => ({ backend, port }));
}

function externalTcpDecision(leaf: Leaf): TcpDecision {
  const { service } = leaf.backend;
  return {
    name: `${service.name}/${leaf.port.name}/default`,
    origin: { kind: 'default', constructPath: service.origin.constructPath },
    leaves: [{ leaf, weight: 100 }],
  };
}

// A caller that decides nothing must not keep its routes from being shared, so empty policies count as none.
function edgePoliciesOf(calls: readonly Call[]): EdgePolicies {
  const byCallee = new Map<string, DestinationPolicies>();
  for (const { callee, policies } of calls) if (Object.keys(policies).length > 0) byCallee.set(callee.name, policies);
  return (service) => byCallee.get(service);
}

function routesOfHost(
  host: string,
  expanded: readonly {
    readonly hosts: readonly string[] | undefined;
    readonly routes: readonly EffectiveHttpRoute[];
  }[],
): readonly EffectiveHttpRoute[] {
  return untilUnconditional(
    expanded.flatMap(({ hosts, routes }) => (hosts === undefined || hosts.includes(host) ? routes : [])),
  );
}
