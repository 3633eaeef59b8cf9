import type { ResourceSource } from '../../../envoy-resources/resource-source.js';
import type { GatewayProxy } from '../../../ir/effective-mesh.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import { assembleProxy, type AssembledProxy } from '../assemble-proxy.js';
import { heapBytes } from '../bootstrap/heap-bytes.js';
import type { ResourceChecker } from '../resource-checker.js';
import { externalHostByDestination } from '../routes/external-host-by-destination.js';
import { gatewayListener } from './gateway-listener.js';
import { gatewayRoutes } from './gateway-routes.js';
import { gatewayRoutesName } from './gateway-routes-name.js';
import { kubernetesBootstrap } from './kubernetes-bootstrap.js';
import { createKubernetesClusters } from './kubernetes-clusters.js';
import { createRouteBuilder } from './route-builder.js';

/** Makes a builder of gateways in Kubernetes. Reports `reserved-port` and `envoy-resource-invalid`. */
export function createKubernetesGatewayProxies(
  ir: MeshIr,
  source: ResourceSource,
  check: ResourceChecker,
): (proxy: GatewayProxy) => AssembledProxy {
  const clusters = createKubernetesClusters({ ir, flavour: 'edge', source }, check);
  const externalHost = externalHostByDestination(ir);
  const buildRoute = createRouteBuilder(
    { cluster: (destination) => destination, host: (destination) => externalHost.get(destination) },
    check,
  );
  return (proxy) => {
    const { name, origin, resources } = proxy.gateway;
    return assembleProxy({
      name: proxy.name,
      kind: 'gateway',
      bootstrap: kubernetesBootstrap({ ir, source, heapBytes: heapBytes(resources.memoryLimit) }, check),
      listeners: proxy.ports.map((served) =>
        check({
          type: 'envoy.config.listener.v3.Listener',
          label: `listener of gateway "${name}"`,
          resource: gatewayListener({ proxy, served, address: '0.0.0.0', port: served.port.number, source }),
          origin,
          origins: [[`listener/${gatewayRoutesName(served.port)}`, origin]],
        }),
      ),
      routes: proxy.ports.map((served) => gatewayRoutes(proxy, served, { buildRoute, check })),
      clusters: proxy.destinations.flatMap((destination) => clusters(destination).slice(0, 1)),
      diagnostics: [],
    });
  };
}
