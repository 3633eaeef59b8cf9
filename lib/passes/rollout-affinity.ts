import type { EffectiveAffinity } from '../ir/effective-mesh.js';
import type { Rollout } from '../ir/rollout/rollout.js';
import type { Backend } from './effective-destination.js';

/** How a split keeps its users apart: as the first rollout says of which both versions are in it. Undefined where each request is drawn anew. */
export function rolloutAffinity(
  backends: readonly Backend[],
  rollouts: readonly Rollout[],
): EffectiveAffinity | undefined {
  const hasVersion = (service: string, version: string): boolean =>
    backends.some((backend) => backend.kind === 'version' && isVersion(backend, service, version));
  const found = rollouts.find(
    ({ affinity, subject }) =>
      affinity !== undefined &&
      subject.kind === 'versions' &&
      subject.services.some(
        ({ service, stable, canary }) => hasVersion(service, stable) && hasVersion(service, canary),
      ),
  );
  return found?.affinity === undefined ? undefined : { ...found.affinity, origin: found.origin };
}

function isVersion(backend: Extract<Backend, { readonly kind: 'version' }>, service: string, version: string): boolean {
  return backend.service.name === service && backend.version === version;
}
