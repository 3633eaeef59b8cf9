import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type {
  EffectiveDestination,
  EffectiveHttpRoute,
  EffectiveMesh,
  EffectiveProxy,
  OutboundPort,
  RoutesVariant,
} from '../ir/effective-mesh.js';
import type { ConfigurationChange } from '../ir/rollout/configuration-change.js';
import type { Rollout } from '../ir/rollout/rollout.js';
import { variantRevision } from '../ir/rollout/variant-revision.js';
import { compareText } from '../util/compare-text.js';
import { deepFreeze } from '../util/deep-freeze.js';
import { memoiseByObject } from '../util/memoise-by-object.js';
import { candidateVariants, type CandidateVariants } from './candidate-variants.js';
import { configurationPlaces, placeKey, type ConfigurationPlace } from './configuration-places.js';

/** A rollout, and the configuration that it tries. */
export interface ConfigurationRollout {
  readonly rollout: Rollout;
  readonly subject: ConfigurationChange;
}

/** A mesh with room for another configuration of it. */
export interface AppliedConfiguration {
  /** Its rollout names the services that the change concerns. */
  readonly mesh: EffectiveMesh;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes room for a candidate, another configuration of the same services, gateways and ports: its routes stand beside the present ones and
 * take nothing yet. Both are only where the change concerns requests: where routes or destinations differ, and at all places that lead to
 * the same services, so that the sides are compared on the same requests. Reports `rollout-configuration` where connections, or
 * requests that no service of the mesh answers, would go another way, as no share of these can be taken.
 */
export function applyConfiguration(
  present: EffectiveMesh,
  candidate: EffectiveMesh,
  { rollout, subject }: ConfigurationRollout,
): AppliedConfiguration {
  const places = configurationPlaces(present, candidate);
  const services = servicesConcerned(places);
  const drawn = new Map(places.filter((place) => isDrawn(place, services)).map((place) => [place.key, place]));
  const narrowed = { ...subject, services: [...services].sort(compareText) };
  const rollouts = present.ir.rollouts.map((each) =>
    each.name === rollout.name ? { ...each, subject: narrowed } : each,
  );
  const variant = { name: rollout.name, revision: variantRevision(narrowed) };
  const withRoom = createRoom(drawn, candidateVariants(present, candidate, variant));
  return {
    mesh: deepFreeze({ ir: { ...present.ir, rollouts }, proxies: present.proxies.map(withRoom) }),
    diagnostics: [...undividable(places, rollout), ...(drawn.size === 0 ? [changesNothing(rollout)] : [])],
  };
}

/** Services of places that differ, and of all places that lead to one of these. */
function servicesConcerned(places: readonly ConfigurationPlace[]): ReadonlySet<string> {
  const concerned = new Set<string>();
  let waiting = places.filter(({ isDividable }) => isDividable);
  for (;;) {
    const found = new Set(waiting.filter((place) => place.isDifferent || leadsTo(place, concerned)));
    if (found.size === 0) return concerned;
    for (const { services } of found) for (const service of services) concerned.add(service);
    waiting = waiting.filter((place) => !found.has(place));
  }
}

function isDrawn(place: ConfigurationPlace, services: ReadonlySet<string>): boolean {
  return place.isDividable && (place.isDifferent || leadsTo(place, services));
}

function leadsTo({ services }: ConfigurationPlace, concerned: ReadonlySet<string>): boolean {
  return services.some((service) => concerned.has(service));
}

function undividable(places: readonly ConfigurationPlace[], { name, origin }: Rollout): readonly Diagnostic[] {
  return places
    .filter(({ isDividable, isDifferent }) => isDifferent && !isDividable)
    .map((place) =>
      createDiagnostic('rollout-configuration', {
        message: `the configuration of rollout "${name}" changes what goes ${place.words}: of connections, and of requests that no service of the mesh answers, no share can be taken`,
        origin: place.origin,
        related: [{ message: `rollout "${name}" is declared`, origin }],
        hint: 'change it in both configurations',
      }),
    );
}

function changesNothing({ name, origin }: Rollout): Diagnostic {
  return createDiagnostic('rollout-configuration', {
    message: `rollout "${name}" is of a configuration that changes nothing for any request`,
    origin,
    hint: 'change a rule or a policy that a call or a gateway uses, or take the rollout out',
  });
}

function createRoom(
  drawn: ReadonlyMap<string, ConfigurationPlace>,
  { ofRoutes, ofDestination }: CandidateVariants,
): (proxy: EffectiveProxy) => EffectiveProxy {
  // Callers share lists of routes. A list with a variant is another one: what is made of it is remembered by the list.
  const listsByVariant = memoiseByObject((variant: RoutesVariant) =>
    memoiseByObject((routes: readonly EffectiveHttpRoute[]) => ({ routes: [...routes], variant })),
  );
  const roomAt = <Given extends HasRoutes>(key: string, given: Given): Given => {
    const place = drawn.get(key);
    return place === undefined
      ? given
      : { ...given, ...listsByVariant(ofRoutes(place.candidate.routes))(given.routes) };
  };
  const destinationsWith = (
    { destinations }: EffectiveProxy,
    keys: readonly string[],
  ): readonly EffectiveDestination[] => {
    const tried = keys.flatMap((key) => drawn.get(key)?.candidate.destinations ?? []).map(ofDestination);
    const byName = new Map([...tried, ...destinations].map((each) => [each.name, each]));
    return [...byName.values()].sort((left, right) => compareText(left.name, right.name));
  };
  const isConcerned = (keys: readonly string[]): boolean => keys.some((key) => drawn.has(key));
  return (proxy) => {
    if (proxy.kind === 'gateway') {
      const keys = proxy.ports.flatMap(({ port, virtualHosts }) =>
        virtualHosts.map(({ host }) => placeKey(proxy, port.name, host)),
      );
      if (!isConcerned(keys)) return proxy;
      const ports = proxy.ports.map((served) => ({
        ...served,
        virtualHosts: served.virtualHosts.map((host) => roomAt(placeKey(proxy, served.port.name, host.host), host)),
      }));
      return { ...proxy, ports, destinations: destinationsWith(proxy, keys) };
    }
    const keyOf = ({ port, callee }: OutboundPort): string => placeKey(proxy, port.name, callee.service.name);
    const keys = proxy.outbound.map(keyOf);
    if (!isConcerned(keys)) return proxy;
    const outbound = proxy.outbound.map((each) => (each.kind === 'http' ? roomAt(keyOf(each), each) : each));
    return { ...proxy, outbound, destinations: destinationsWith(proxy, keys) };
  };
}

interface HasRoutes {
  readonly routes: readonly EffectiveHttpRoute[];
}
