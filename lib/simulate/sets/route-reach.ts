import type { RouteTable, SimulatedVirtualHost } from '../route/route-table.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import type { Cube } from './cube.js';
import { everyRequest } from './every-request.js';
import { findRequest, type Objection } from './find-request.js';
import { type HostDomains, hostDomains } from './host-domain.js';
import { objectToEarlier } from './object-to-earlier.js';
import { objectToHost } from './object-to-host.js';
import { possibleLiterals } from './possible-literals.js';
import { routeLabel } from './route-label.js';
import type { RequestSet } from './request-set.js';
import { searchSpace } from './search-space.js';
import type { SetOptions } from './set-options.js';
import { type Spent, spent } from './text/spent.js';
import { toWitness } from './to-witness.js';
import type { Witness } from './witness.js';

/** Whether a route can ever be taken. */
export interface RouteReach {
  readonly route: SimulatedRoute;
  readonly verdict:
    /** A request that this very route takes. */
    | { readonly kind: 'reached'; readonly witness: Witness }
    /**
     * No request gets there. Earlier routes, by position, that together take all of its requests; none can be left out of
     * the list. Empty where no request meets the condition itself.
     */
    | { readonly kind: 'never'; readonly takenBy: readonly SimulatedRoute[] }
    /** The budget ended, or a condition is unknown; the reason names the route that is to blame. */
    | { readonly kind: 'undecided'; readonly reason: string };
}

/** Which requests count, and how much work goes into each route. */
export interface ReachOptions extends SetOptions {
  /** @default - all requests */
  readonly within?: RequestSet;
}

/** More routes than this are not asked one by one whether the list can do without them. */
const longestMinimised = 32;

/**
 * Says of every route of a table whether it can be taken: of all virtual hosts, each one's routes in order. Exact where
 * it decides: a witness was run through the very matching that the simulator uses.
 */
export function routeReach(table: RouteTable, options: ReachOptions = {}): readonly RouteReach[] {
  const { within = everyRequest, absentHeaders = table.internalOnlyHeaders } = options;
  const domains = hostDomains(table);
  const hosts = new Set(domains.domains.flatMap(({ host }) => (host === undefined ? [] : [host])));
  return [...hosts].flatMap((host) => hostReach(host, { within, domains, options: { ...options, absentHeaders } }));
}

interface Context {
  readonly within: RequestSet;
  readonly domains: HostDomains;
  readonly options: SetOptions;
}

function hostReach(host: SimulatedVirtualHost, context: Context): readonly RouteReach[] {
  const ofHost = objectToHost(context.domains, host);
  const whole = findRequest({ set: context.within, objections: [ofHost] }, searchSpace(context.options));
  const limits: readonly RequestSet[] = context.within === everyRequest ? [] : [context.within];
  // Where nothing looks at the authority any that falls to the host will do, and it is looked for once.
  const isFree = limits.length === 0 && !host.routes.some((route) => possibleLiterals(route).some(looksAtAuthority));
  const start = isFree && whole !== undefined && whole !== spent ? whole : undefined;
  return host.routes.map((route): RouteReach => {
    if (whole === undefined) return { route, verdict: { kind: 'never', takenBy: [] } };
    return { route, verdict: decideRoute(host, route, { ...context, limits, start, ofHost }) };
  });
}

function looksAtAuthority({ subject }: { readonly subject: { readonly kind: string } }): boolean {
  return subject.kind === 'authority';
}

interface HostContext extends Context {
  readonly limits: readonly RequestSet[];
  readonly start: Cube | undefined;
  readonly ofHost: Objection;
}

function decideRoute(host: SimulatedVirtualHost, route: SimulatedRoute, context: HostContext): RouteReach['verdict'] {
  const { ofHost, start, limits, options } = context;
  const own = possibleLiterals(route).map((literal): RequestSet => ({ kind: 'literal', literal }));
  const set: RequestSet = { kind: 'all', sets: [...limits, ...own] };
  const countByTaker = new Map<SimulatedRoute, number>();
  const search = (counts: (taker: SimulatedRoute) => boolean): Cube | undefined | Spent => {
    countByTaker.clear();
    const onTaken = (taker: SimulatedRoute): void => void countByTaker.set(taker, (countByTaker.get(taker) ?? 0) + 1);
    const earlier = objectToEarlier(host, { position: route.position, counts, onTaken });
    const objections = [ofHost, earlier];
    return findRequest(start === undefined ? { set, objections } : { set, objections, start }, searchSpace(options));
  };
  const exploding = (): RouteReach['verdict'] => {
    const [worst = route] = [...countByTaker].sort(([, left], [, right]) => right - left).map(([taker]) => taker);
    return {
      kind: 'undecided',
      reason: `the budget ended at ${routeLabel(worst)}: its condition leaves too many cases to look at`,
    };
  };
  const found = search(() => true);
  if (found === spent) return exploding();
  if (found !== undefined) {
    const [field] = route.unknownConditions;
    if (field === undefined) return { kind: 'reached', witness: toWitness(found) };
    return { kind: 'undecided', reason: `a condition cannot be evaluated: ${field}` };
  }
  const unknown = [...countByTaker.keys()].filter(({ unknownConditions }) => unknownConditions.length > 0);
  if (unknown.length === 0) return { kind: 'never', takenBy: fewestTakers([...countByTaker.keys()], search) };
  const known = search(isUnderstood);
  if (known === spent) return exploding();
  if (known === undefined) return { kind: 'never', takenBy: fewestTakers([...countByTaker.keys()], search) };
  const fields = unknown.flatMap(({ unknownConditions }) => unknownConditions).join(', ');
  return { kind: 'undecided', reason: `an earlier route may take every request, but cannot be evaluated: ${fields}` };
}

function isUnderstood({ unknownConditions }: SimulatedRoute): boolean {
  return unknownConditions.length === 0;
}

/** Leaves out what can be left out; a single route that takes everything is looked for first. */
function fewestTakers(
  takers: readonly SimulatedRoute[],
  search: (counts: (taker: SimulatedRoute) => boolean) => Cube | undefined | Spent,
): readonly SimulatedRoute[] {
  const sorted = takers.toSorted((left, right) => left.position - right.position);
  if (sorted.length < 2 || sorted.length > longestMinimised) return sorted;
  const single = sorted.find((only) => search((taker) => taker === only) === undefined);
  if (single !== undefined) return [single];
  let kept: readonly SimulatedRoute[] = sorted;
  for (const each of sorted.toReversed()) {
    const fewer = new Set(kept.filter((route) => route !== each));
    if (search((taker) => fewer.has(taker)) === undefined) kept = [...fewer];
  }
  return kept;
}
