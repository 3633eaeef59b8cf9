import type { ConfigDirectory } from '../../envoy-resources/file-config-source.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { AssembledProxy } from './assemble-proxy.js';
import type { KubernetesEnvironment } from './environment.js';
import { createKubernetesGatewayProxies } from './proxies/kubernetes-gateway-proxy.js';
import { createKubernetesServiceProxies } from './proxies/kubernetes-service-proxy.js';
import type { ResourceChecker } from './resource-checker.js';

/** The proxies of a mesh in Kubernetes: one a service, whose versions share it, and one a gateway. */
export function emitKubernetesProxies(
  mesh: EffectiveMesh,
  { configDirectory }: KubernetesEnvironment,
  check: ResourceChecker,
): readonly AssembledProxy[] {
  const directory: ConfigDirectory = { path: configDirectory, changedBy: 'folder-swap' };
  const service = createKubernetesServiceProxies(mesh.ir, directory, check);
  const gateway = createKubernetesGatewayProxies(mesh.ir, directory, check);
  return mesh.proxies.map((proxy) => (proxy.kind === 'service' ? service(proxy) : gateway(proxy)));
}
