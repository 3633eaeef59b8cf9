import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { InternalError } from '../../util/internal-error.js';
import { sortBy } from '../../util/sort-by.js';
import type { AssembledProxy } from './assemble-proxy.js';
import { createServedClusters } from './clusters/served-clusters.js';
import { edgeLimits } from './edge-limits.js';
import type { LocalEnvironment } from './environment.js';
import { localBootstrap } from './proxies/local-bootstrap.js';
import { createPlacedGatewayProxies } from './proxies/placed-gateway-proxy.js';
import { createPlacedServiceProxies } from './proxies/placed-service-proxy.js';
import type { ResourceChecker } from './resource-checker.js';

/**
 * The proxies of a mesh on this machine: one an instance; services first, each sorted by instance name.
 *
 * @throws InternalError when the environment speaks of an instance that the mesh does not have.
 */
export function emitLocalProxies(
  mesh: EffectiveMesh,
  environment: LocalEnvironment,
  check: ResourceChecker,
): readonly AssembledProxy[] {
  const ofService = createPlacedServiceProxies(mesh.ir, check);
  const ofGateway = createPlacedGatewayProxies(mesh.ir, check);
  const clusters = { sidecar: createServedClusters('sidecar', check), edge: createServedClusters('edge', check) };
  const proxyByOwner = new Map(mesh.proxies.map((proxy) => [`${proxy.kind}/${proxy.name}`, proxy]));
  const instances = sortBy(Object.entries(environment.instances), ([name, { kind }]) =>
    kind === 'service' ? `0/${name}` : `1/${name}`,
  );
  return instances.map(([name, instance]) => {
    const proxy = proxyByOwner.get(`${instance.kind}/${instance.owner}`);
    if (proxy === undefined) {
      throw new InternalError(`the local environment has an instance "${name}" that the mesh does not know`);
    }
    const isGateway = proxy.kind === 'gateway';
    const { origin } = isGateway ? proxy.gateway : proxy.service;
    const heapBytes = isGateway ? { heapBytes: edgeLimits.heapBytes } : {};
    const placed = {
      name,
      ports: instance,
      inboundAddress: '127.0.0.1',
      source: { changedBy: 'server' as const },
      bootstrap: localBootstrap({ name, instance, rollouts: mesh.ir.rollouts, origin, ...heapBytes }, check),
      clusters: proxy.destinations.flatMap(clusters[isGateway ? 'edge' : 'sidecar']),
    };
    return isGateway ? ofGateway(proxy, placed) : ofService(proxy, placed);
  });
}
