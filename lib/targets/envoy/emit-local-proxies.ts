import type { ConfigDirectory } from '../../envoy-resources/file-config-source.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { InternalError } from '../../util/internal-error.js';
import { sortBy } from '../../util/sort-by.js';
import type { AssembledProxy } from './assemble-proxy.js';
import { edgeLimits } from './edge-limits.js';
import type { LocalEnvironment } from './environment.js';
import { localBootstrap } from './proxies/local-bootstrap.js';
import { localClusters } from './proxies/local-clusters.js';
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
  const proxyByOwner = new Map(mesh.proxies.map((proxy) => [`${proxy.kind}/${proxy.name}`, proxy]));
  const instances = sortBy(Object.entries(environment.instances), ([name, { kind }]) =>
    kind === 'service' ? `0/${name}` : `1/${name}`,
  );
  return instances.map(([name, instance]) => {
    const proxy = proxyByOwner.get(`${instance.kind}/${instance.owner}`);
    const path = environment.configDirectoryByInstance[name];
    if (proxy === undefined || path === undefined) {
      throw new InternalError(
        `the local environment has an instance "${name}" that the mesh or its folders do not know`,
      );
    }
    const directory: ConfigDirectory = { path, changedBy: 'file-rename' };
    const { destinations } = proxy;
    const isGateway = proxy.kind === 'gateway';
    const { origin } = isGateway ? proxy.gateway : proxy.service;
    const flavour = isGateway ? 'edge' : 'sidecar';
    const heapBytes = isGateway ? { heapBytes: edgeLimits.heapBytes } : {};
    const placed = {
      name,
      ports: instance,
      inboundAddress: '127.0.0.1',
      source: directory,
      bootstrap: localBootstrap({ name, instance, directory, origin, ...heapBytes }, check),
      ...localClusters({ destinations, environment, directory, flavour }, check),
    };
    return isGateway ? ofGateway(proxy, placed) : ofService(proxy, placed);
  });
}
