import type { ConfigDirectory } from '../../envoy-resources/file-config-source.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { InternalError } from '../../util/internal-error.js';
import { sortBy } from '../../util/sort-by.js';
import type { AssembledProxy } from './assemble-proxy.js';
import type { LocalEnvironment } from './environment.js';
import { localGatewayProxy } from './proxies/local-gateway-proxy.js';
import { localServiceProxy } from './proxies/local-service-proxy.js';
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
    const common = { name, instance, directory, environment, mesh };
    return proxy.kind === 'service'
      ? localServiceProxy({ ...common, proxy }, check)
      : localGatewayProxy({ ...common, proxy }, check);
  });
}
