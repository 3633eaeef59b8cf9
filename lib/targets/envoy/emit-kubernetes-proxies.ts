import type { ResourceSource } from '../../envoy-resources/resource-source.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { AssembledProxy } from './assemble-proxy.js';
import { createKubernetesGatewayProxies } from './proxies/kubernetes-gateway-proxy.js';
import { createKubernetesServiceProxies } from './proxies/kubernetes-service-proxy.js';
import type { ResourceChecker } from './resource-checker.js';

/** The proxies of a mesh in Kubernetes: one a service, whose versions share it, and one a gateway. */
export function emitKubernetesProxies(
  mesh: EffectiveMesh,
  source: ResourceSource,
  check: ResourceChecker,
): readonly AssembledProxy[] {
  const service = createKubernetesServiceProxies(mesh.ir, source, check);
  const gateway = createKubernetesGatewayProxies(mesh.ir, source, check);
  return mesh.proxies.map((proxy) => (proxy.kind === 'service' ? service(proxy) : gateway(proxy)));
}
