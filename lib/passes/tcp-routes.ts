import type { Origin } from '../diagnostics/origin.js';
import type { Port } from '../ir/port.js';
import type { TcpRoute } from '../ir/route.js';
import type { Service } from '../ir/service.js';
import type { WeightedLeaf } from './decision-list.js';
import type { DelegationFindings } from './delegation-findings.js';
import { findDelegation } from './find-delegation.js';
import { wholeService, type MeshIndex } from './mesh-index.js';

/** How the connections to a service's TCP port are divided. */
export interface TcpDecision {
  /** `<owner>/<port>/<route>`; joined routes are added after `+`. */
  readonly name: string;
  /** Of the outermost route. */
  readonly origin: Origin;
  readonly leaves: readonly WeightedLeaf[];
}

/** Decides how connections are divided: by the first route of a port, else over all versions alike. */
export class TcpDecisions {
  private readonly index: MeshIndex;
  private readonly findings: DelegationFindings;
  private readonly known = new Map<string, TcpDecision>();
  private readonly underWay: string[] = [];

  constructor(index: MeshIndex, findings: DelegationFindings) {
    this.index = index;
    this.findings = findings;
  }

  /** The decision of a service on a TCP port. Finds `route-delegation-cycle` and `split-over-routed-service`. */
  ofService(service: Service, port: Port): TcpDecision {
    const key = `${service.name}/${port.name}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.underWay.push(key);
    const [route] = this.index.routesOn(service, port);
    const decision = route?.kind === 'tcp' ? this.ofRoute(route, key) : defaultDecision(service, port, key);
    this.underWay.pop();
    this.known.set(key, decision);
    return decision;
  }

  private ofRoute(route: TcpRoute, key: string): TcpDecision {
    const name = `${key}/${route.name}`;
    const inner = this.handsOnTo(route, key);
    if (inner !== undefined) return { name: `${name}+${inner.name}`, origin: route.origin, leaves: inner.leaves };
    const leaves = route.destinations.map(({ destination, weight }) => ({
      leaf: this.index.leaf(destination),
      weight,
    }));
    return { name, origin: route.origin, leaves };
  }

  private handsOnTo(route: TcpRoute, owner: string): TcpDecision | undefined {
    const next = findDelegation(route, owner, {
      index: this.index,
      findings: this.findings,
      underWay: this.underWay,
    });
    return next === undefined ? undefined : this.ofService(next.service, next.port);
  }
}

function defaultDecision(service: Service, port: Port, key: string): TcpDecision {
  return {
    name: `${key}/default`,
    origin: { kind: 'default', constructPath: service.origin.constructPath },
    leaves: [{ leaf: { backend: wholeService(service), port }, weight: 100 }],
  };
}
