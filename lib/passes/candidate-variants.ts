import type { EffectiveDestination, EffectiveHttpRoute, EffectiveMesh, RoutesVariant } from '../ir/effective-mesh.js';
import { memoiseByObject } from '../util/memoise-by-object.js';
import type { PlaceRoutes } from './configuration-places.js';
import { isUnconditional } from './decision-list.js';
import { rolloutMark } from './rollout-mark.js';

/** Makes of a candidate's routes and destinations what can stand beside the present ones. */
export interface CandidateVariants {
  readonly ofRoutes: (routes: PlaceRoutes['routes']) => RoutesVariant;
  readonly ofDestination: (destination: EffectiveDestination) => EffectiveDestination;
}

/** Names a candidate's routes and destinations by their rollout; places outside the mesh stay the same for both. What is shared is made once. */
export function candidateVariants(
  present: EffectiveMesh,
  candidate: EffectiveMesh,
  { name, revision }: { readonly name: string; readonly revision: string },
): CandidateVariants {
  const mark = rolloutMark(name);
  const services = new Map(present.ir.services.map((service) => [service.name, service]));
  const outside = new Set(
    candidate.proxies
      .flatMap(({ destinations }) => destinations)
      .flatMap(({ backend, name: destination }) => (backend.kind === 'external-service' ? [destination] : [])),
  );
  const nameOf = (destination: string): string => (outside.has(destination) ? destination : `${destination}${mark}`);
  return {
    ofRoutes: memoiseByObject((list) => {
      const routes = list.flatMap((route) =>
        'action' in route ? [{ ...withDestinations(route, nameOf), name: `${route.name}${mark}` }] : [],
      );
      const isOpen = !routes.some(({ match }) => isUnconditional(match));
      return { rollout: name, revision, routes, ...(isOpen ? { otherwise: `none${mark}` } : {}) };
    }),
    ofDestination: memoiseByObject((destination) => {
      const { backend } = destination;
      if (backend.kind === 'external-service') return destination;
      // Endpoints and ports are those of the mesh that runs.
      const service = services.get(backend.service.name) ?? backend.service;
      return { ...destination, name: nameOf(destination.name), rollout: name, backend: { ...backend, service } };
    }),
  };
}

function withDestinations(route: EffectiveHttpRoute, nameOf: (destination: string) => string): EffectiveHttpRoute {
  const { action } = route;
  if (action.kind === 'redirect') return route;
  const destinations = action.destinations.map((each) => ({ ...each, destination: nameOf(each.destination) }));
  return { ...route, action: { ...action, destinations } };
}
