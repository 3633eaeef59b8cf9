import type { Origin } from '../diagnostics/origin.js';
import type { HeaderOperations } from '../ir/header-operations.js';
import { matchEverything, type Match } from '../ir/match.js';
import type { RoutePolicies } from '../ir/policies/policies.js';
import type { Port } from '../ir/port.js';
import type { HttpRoute, RedirectAction, Rewrite } from '../ir/route.js';
import type { Service } from '../ir/service.js';
import type { DelegationFindings } from './delegation-findings.js';
import { findDelegation } from './find-delegation.js';
import { joinHeaders } from './join-headers.js';
import { joinMatches } from './join-matches.js';
import { whyNotJoinable } from './joinability.js';
import { wholeService, type Leaf, type MeshIndex } from './mesh-index.js';

/** One decision: a route, or several of services that hand on to each other, joined into one. */
export interface Decision {
  /** `<owner>/<port>/<route>`; joined routes are added after `+`. */
  readonly name: string;
  /** Of the outermost route. */
  readonly origin: Origin;
  readonly match: Match;
  readonly action:
    { readonly kind: 'forward'; readonly leaves: readonly WeightedLeaf[]; readonly rewrite?: Rewrite } | RedirectAction;
  readonly requestHeaders?: HeaderOperations;
  readonly responseHeaders?: HeaderOperations;
  /** Route scopes from the outside in. */
  readonly routePolicies: readonly RoutePolicies[];
  /** Services that the request is handed through, from the outside in. */
  readonly through: readonly Service[];
}

/** A place that requests end at, with its share in percent. */
export interface WeightedLeaf {
  readonly leaf: Leaf;
  readonly weight: number;
}

/** Makes decision lists: the routes of a service as those who call it see them. */
export class DecisionLists {
  private readonly index: MeshIndex;
  private readonly findings: DelegationFindings;
  private readonly known = new Map<string, readonly Decision[]>();
  private readonly underWay: string[] = [];

  constructor(index: MeshIndex, findings: DelegationFindings) {
    this.index = index;
    this.findings = findings;
  }

  /**
   * The decisions of a service on a port that speaks HTTP; the last takes every request. Finds
   * `route-delegation-cycle`, `route-composition-impossible` and `split-over-routed-service`.
   */
  ofService(service: Service, port: Port): readonly Decision[] {
    const key = `${service.name}/${port.name}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.underWay.push(key);
    const decisions: Decision[] = [];
    for (const route of this.index.routesOn(service, port)) {
      if (route.kind === 'http') decisions.push(...this.ofRoute(route, key, service));
    }
    this.underWay.pop();
    const list = untilUnconditional([...decisions, defaultDecision(service, port, key)]);
    this.known.set(key, list);
    return list;
  }

  /** The decisions that one route becomes. `through` is the service it stands on; absent for gateways. */
  ofRoute(route: HttpRoute, owner: string, through?: Service): readonly Decision[] {
    const outer = this.bare(route, owner, through);
    const inner = this.handsOnTo(route, through === undefined ? undefined : owner);
    if (inner === undefined || outer.action.kind === 'redirect') return [outer];
    return inner.flatMap((decision) => this.join(outer, decision));
  }

  private bare(route: HttpRoute, owner: string, through: Service | undefined): Decision {
    const { action } = route;
    return {
      name: `${owner}/${route.name}`,
      origin: route.origin,
      match: route.match,
      action:
        action.kind === 'redirect'
          ? action
          : {
              kind: 'forward',
              leaves: action.destinations.map(({ destination, weight }) => ({
                leaf: this.index.leaf(destination),
                weight,
              })),
              ...(action.rewrite === undefined ? {} : { rewrite: action.rewrite }),
            },
      routePolicies: [route.policies],
      through: through === undefined ? [] : [through],
      ...(route.requestHeaders === undefined ? {} : { requestHeaders: route.requestHeaders }),
      ...(route.responseHeaders === undefined ? {} : { responseHeaders: route.responseHeaders }),
    };
  }

  /** The decisions of the service that a route hands on to; undefined where it names the end of the way itself. */
  private handsOnTo(route: HttpRoute, owner: string | undefined): readonly Decision[] | undefined {
    if (route.action.kind === 'redirect') return undefined;
    const { name, origin, action } = route;
    const next = findDelegation({ name, origin, destinations: action.destinations }, owner, {
      index: this.index,
      findings: this.findings,
      underWay: this.underWay,
    });
    return next === undefined ? undefined : this.ofService(next.service, next.port);
  }

  private join(outer: Decision, inner: Decision): readonly Decision[] {
    if (outer.action.kind === 'redirect') return [outer];
    const problem = whyNotJoinable(outer, inner);
    if (problem !== undefined) {
      this.findings.notJoinable(outer, inner, problem);
      return [];
    }
    const match = joinMatches(outer.match, inner.match, pathOwner(outer, inner));
    if (match.anyOf.length === 0) return [];
    const requestHeaders = joinHeaders(outer.requestHeaders, inner.requestHeaders);
    const responseHeaders = joinHeaders(inner.responseHeaders, outer.responseHeaders); // answers come from within
    return [
      {
        name: `${outer.name}+${inner.name}`,
        origin: outer.origin,
        match,
        action: joinActions(outer.action.rewrite, inner.action),
        routePolicies: [...outer.routePolicies, ...inner.routePolicies],
        through: [...outer.through, ...inner.through],
        ...(requestHeaders === undefined ? {} : { requestHeaders }),
        ...(responseHeaders === undefined ? {} : { responseHeaders }),
      },
    ];
  }
}

/** Whether a match takes every request. */
export function isUnconditional(match: Match): boolean {
  return match.anyOf.some(
    ({ paths, methods, headers, queryParameters }) =>
      methods.length === 0 &&
      headers.length === 0 &&
      queryParameters.length === 0 &&
      paths.every(({ kind, value }) => kind === 'prefix' && value === '/'),
  );
}

/** Drops decisions behind one that takes every request: they can never be reached, which a check tells. */
export function untilUnconditional<T extends { readonly match: Match }>(decisions: readonly T[]): readonly T[] {
  const last = decisions.findIndex(({ match }) => isUnconditional(match));
  return last === -1 ? decisions : decisions.slice(0, last + 1);
}

function defaultDecision(service: Service, port: Port, key: string): Decision {
  return {
    name: `${key}/default`,
    origin: { kind: 'default', constructPath: service.origin.constructPath },
    match: matchEverything,
    action: { kind: 'forward', leaves: [{ leaf: { backend: wholeService(service), port }, weight: 100 }] },
    routePolicies: [],
    through: [service],
  };
}

// A prefix rewrite replaces the prefix that its own route matched, so that route's path must come first.
function pathOwner(outer: Decision, inner: Decision): 'outer' | 'inner' | 'either' {
  if (changesPrefix(outer)) return 'outer';
  return changesPrefix(inner) ? 'inner' : 'either';
}

function changesPrefix({ action }: Decision): boolean {
  const path = action.kind === 'redirect' ? action.path : action.rewrite?.path;
  return path?.kind === 'prefix';
}

function joinActions(rewrite: Rewrite | undefined, inner: Decision['action']): Decision['action'] {
  if (inner.kind === 'redirect' || rewrite === undefined) return inner;
  return { ...inner, rewrite: { ...rewrite, ...inner.rewrite } };
}
