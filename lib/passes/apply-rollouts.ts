import { matchEverything } from '../ir/match.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { Port } from '../ir/port.js';
import type { Rollout, ServiceArms } from '../ir/rollout/rollout.js';
import type { Destination, Route, WeightedDestination } from '../ir/route.js';
import type { Service } from '../ir/service.js';
import { isUnconditional } from './decision-list.js';
import { narrowRoute } from './narrow-route.js';
import { rolloutMark } from './rollout-mark.js';

/** A service in a rollout. */
interface Arms extends ServiceArms {
  readonly rollout: Rollout;
}

/**
 * Makes room for rollouts: whatever goes to the stable version, or to all versions of the service alike, goes to both versions, to the
 * canary with the weight 0. Who runs a rollout changes these two numbers and nothing else. Rules that name the canary stay. Where a
 * strategy asks for requests that match, each rule has a twin in front that takes those, named as `rolloutMark` says. Trusts that the
 * checks found each service in one rollout at most, and all ports resolved.
 */
export function applyRollouts(ir: MeshIr): MeshIr {
  const armsByService = new Map<string, Arms>();
  for (const rollout of ir.rollouts) {
    if (rollout.subject.kind !== 'versions') continue;
    for (const arms of rollout.subject.services) armsByService.set(arms.service, { ...arms, rollout });
  }
  if (armsByService.size === 0) return ir;
  const routesOf = <Given extends Route>(route: Given, owner?: string): readonly Given[] =>
    withTwins(withBothArms(route, armsByService, owner), armsByService);
  return {
    ...ir,
    services: ir.services.map((service) => {
      const arms = armsByService.get(service.name);
      const routes = arms === undefined ? service.routes : [...service.routes, ...defaultRoutes(service, arms)];
      return { ...service, routes: routes.flatMap((route) => routesOf(route, service.name)) };
    }),
    gateways: ir.gateways.map((gateway) => ({
      ...gateway,
      routes: gateway.routes.flatMap((route) => routesOf(route)),
    })),
  };
}

/** Behind the service's own rules, in place of "to all versions alike". */
function defaultRoutes({ name, ports, routes }: Service, { rollout }: Arms): readonly Route[] {
  const takesAll = (route: Route): boolean => route.kind === 'tcp' || isUnconditional(route.match);
  const open = ports.filter((port) => !routes.some((route) => route.port === port.name && takesAll(route)));
  return open.map((port): Route => {
    const common = { name: `rollout-${rollout.name}`, origin: rollout.origin, port: port.name };
    const destinations = [{ destination: { kind: 'service', service: name, port: port.name }, weight: 100 }] as const;
    return port.protocol === 'tcp'
      ? { kind: 'tcp', ...common, destinations }
      : { kind: 'http', ...common, match: matchEverything, action: { kind: 'forward', destinations }, policies: {} };
  });
}

/** In front of a rule the same one for those who are asked first, of each such rollout that it serves. */
function withTwins<Given extends Route>(route: Given, armsByService: ReadonlyMap<string, Arms>): readonly Given[] {
  if (route.kind === 'tcp' || route.action.kind === 'redirect') return [route];
  const rollouts = new Set(
    route.action.destinations.flatMap(({ destination }) => {
      const arms = armsByService.get(destination.service);
      const isStable = destination.kind === 'version' && destination.version === arms?.stable;
      return arms !== undefined && isStable ? [arms.rollout] : [];
    }),
  );
  return [...rollouts].reduce<readonly Given[]>(
    (routes, rollout) => routes.flatMap((each) => [...twinOf(each, rollout), each]),
    [route],
  );
}

function twinOf<Given extends Route>(route: Given, { name, strategy }: Rollout): readonly Given[] {
  if (strategy.kind !== 'a-b' || route.kind === 'tcp') return [];
  const twin = narrowRoute(route, strategy.match, `${route.name}${rolloutMark(name)}`);
  return twin === undefined ? [] : [{ ...route, ...twin }];
}

function withBothArms<Given extends Route>(
  route: Given,
  armsByService: ReadonlyMap<string, Arms>,
  owner: string | undefined,
): Given {
  const split = (destinations: readonly WeightedDestination[]): readonly WeightedDestination[] =>
    destinations.flatMap((each) => {
      const { destination, weight } = each;
      const arms = armsByService.get(destination.service);
      return arms !== undefined && isToStable(destination, arms, owner)
        ? bothArms(arms, { weight, port: destination.port === undefined ? undefined : { name: destination.port } })
        : [each];
    });
  if (route.kind === 'tcp') return { ...route, destinations: split(route.destinations) };
  if (route.action.kind === 'redirect') return route;
  return { ...route, action: { ...route.action, destinations: split(route.action.destinations) } };
}

/** Other owners that name the service hand on to its own rules, where its default comes last. */
function isToStable(destination: Destination, { stable }: Arms, owner: string | undefined): boolean {
  if (destination.kind === 'version') return destination.version === stable;
  return destination.kind === 'service' && destination.service === owner;
}

function bothArms(
  { service, stable, canary }: Arms,
  { weight, port }: { readonly weight: number; readonly port: Pick<Port, 'name'> | undefined },
): readonly WeightedDestination[] {
  const common = { kind: 'version', service, ...(port === undefined ? {} : { port: port.name }) } as const;
  return [
    { destination: { ...common, version: stable }, weight },
    { destination: { ...common, version: canary }, weight: 0 },
  ];
}
