import type { MeshIr } from '../../../ir/mesh-ir.js';
import type { ServiceProxy } from '../../../ir/effective-mesh.js';
import { assembleProxy, type AssembledProxy } from '../assemble-proxy.js';
import { namelessHostDiagnostics } from '../listeners/nameless-host-diagnostics.js';
import type { ResourceChecker } from '../resource-checker.js';
import { createInboundClusters } from './inbound-clusters.js';
import { inboundListeners } from './inbound-listeners.js';
import { loopbackOutboundListeners } from './loopback-outbound-listeners.js';
import { createLoopbackOutboundRoutes } from './loopback-outbound-routes.js';
import type { PlacedProxy } from './placed-proxy.js';
import { requiredPort } from './required-port.js';

/**
 * Makes a builder of proxies beside instances of services; callers that share routes share their configurations. Reports
 * `listener-port-conflict` and `envoy-resource-invalid`.
 */
export function createPlacedServiceProxies(
  ir: MeshIr,
  check: ResourceChecker,
): (proxy: ServiceProxy, placed: PlacedProxy) => AssembledProxy {
  const buildRoutes = createLoopbackOutboundRoutes(ir, check);
  const buildInboundClusters = createInboundClusters(check);
  return (proxy, { name, ports, inboundAddress, source, bootstrap, clusters }) => {
    const { service, destinations, outbound } = proxy;
    const workload = service.ports.map(({ name: port, protocol }) => ({
      name: port,
      protocol,
      targetPort: requiredPort(ports.workloadPorts, port, 'workload'),
    }));
    const inbound = { address: inboundAddress, ports: ports.inboundPorts };
    return assembleProxy({
      name,
      kind: 'service',
      bootstrap,
      listeners: [
        ...inboundListeners(service, inbound, check),
        ...loopbackOutboundListeners({ outbound, destinations, ports: ports.outboundPorts, source }, check),
      ],
      routes: outbound.flatMap((port) => (port.kind === 'tcp' ? [] : [buildRoutes(port)])),
      clusters: [...buildInboundClusters(service, workload), ...clusters],
      diagnostics: namelessHostDiagnostics(outbound),
    });
  };
}
