import type { Route } from 'envoy-config-types/envoy/config/route/v3';

/** A route that takes none of the requests that match until somebody gives it a share. Envoy: `RouteMatch.runtime_fraction`. */
export function takingNothing(route: Route): Route {
  return {
    ...route,
    match: { ...route.match, runtime_fraction: { default_value: { numerator: 0, denominator: 'MILLION' } } },
  };
}
