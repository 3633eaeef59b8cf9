const marks = /~([a-z0-9-]+)/g;

/** Names of the rollouts that a route of Envoy was made for, by its name. @see rolloutMark */
export function rolloutsOfRoute(name: string | undefined): ReadonlySet<string> {
  return new Set([...(name ?? '').matchAll(marks)].flatMap(([, rollout]) => (rollout === undefined ? [] : [rollout])));
}
