/** Where a route that a rollout tries says in its metadata which revision it is of, as `revision`. Envoy: `Route.metadata`. */
export const variantKey = 'meshwright.rollout';
