import type { EffectiveMesh } from '../../ir/effective-mesh.js';

/** The service or external service that a cluster of a proxy leads to; undefined for the proxy's own. */
export function calleeOfCluster({ proxies }: EffectiveMesh, proxy: string, cluster: string): string | undefined {
  const destinations = proxies.find(({ name }) => name === proxy)?.destinations ?? [];
  const { backend } = destinations.find(({ name }) => name === cluster) ?? {};
  if (backend !== undefined) return backend.service.name;
  // An external service has a cluster more for each of its further hosts: `external/<service>/…`.
  const [kind, service] = cluster.split('/');
  return kind === 'external' ? service : undefined;
}
