import type { EffectiveMesh, EffectiveProxy, ServiceProxy } from '../../ir/effective-mesh.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { AssembledProxy } from './assemble-proxy.js';
import { bootstrap } from './bootstrap/bootstrap.js';
import { heapBytes } from './bootstrap/heap-bytes.js';
import type { Built } from './built.js';
import { createServedClusters } from './clusters/served-clusters.js';
import type { ServedEnvironment } from './environment.js';
import type { PlacedProxy } from './proxies/placed-proxy.js';
import { createPlacedGatewayProxies } from './proxies/placed-gateway-proxy.js';
import { createPlacedServiceProxies } from './proxies/placed-service-proxy.js';
import type { ResourceChecker } from './resource-checker.js';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';

/**
 * The proxies of a mesh that ask a server: one for each version of a service, called `<service>/<version>`, then one for each
 * gateway. What callers have in common is one object.
 */
export function emitServedProxies(
  mesh: EffectiveMesh,
  environment: ServedEnvironment,
  check: ResourceChecker,
): readonly AssembledProxy[] {
  const ofService = createPlacedServiceProxies(mesh.ir, check);
  const ofGateway = createPlacedGatewayProxies(mesh.ir, check);
  const clusters = { sidecar: createServedClusters('sidecar', check), edge: createServedClusters('edge', check) };
  const place = (name: string, proxy: EffectiveProxy): Omit<PlacedProxy, 'ports'> => ({
    name,
    inboundAddress: environment.inboundAddress,
    source: { changedBy: 'server' },
    bootstrap: servedBootstrap(proxy, mesh.ir, check),
    clusters: proxy.destinations.flatMap(clusters[proxy.kind === 'gateway' ? 'edge' : 'sidecar']),
  });
  return mesh.proxies.flatMap((proxy): readonly AssembledProxy[] => {
    if (proxy.kind === 'gateway') {
      const inboundPorts = Object.fromEntries(proxy.gateway.ports.map(({ name, number }) => [name, number]));
      return [
        ofGateway(proxy, {
          ...place(proxy.name, proxy),
          ports: { inboundPorts, workloadPorts: {}, outboundPorts: {} },
        }),
      ];
    }
    return proxy.service.versions.map(({ name: version }) => {
      const name = `${proxy.name}/${version}`;
      return ofService(proxy, { ...place(name, proxy), ports: servicePorts(name, proxy, environment) });
    });
  });
}

function servicePorts(name: string, { service }: ServiceProxy, environment: ServedEnvironment): PlacedProxy['ports'] {
  return {
    inboundPorts: environment.inboundPorts[name] ?? {},
    workloadPorts: Object.fromEntries(service.ports.map((port) => [port.name, port.targetPort])),
    outboundPorts: environment.outboundPorts[name] ?? {},
  };
}

/** Whoever hands it to a proxy adds node, admin port and server. */
function servedBootstrap(proxy: EffectiveProxy, { rollouts }: MeshIr, check: ResourceChecker): Built<Bootstrap> {
  const limit = proxy.kind === 'gateway' ? { heapBytes: heapBytes(proxy.gateway.resources.memoryLimit) } : {};
  return check({
    type: 'envoy.config.bootstrap.v3.Bootstrap',
    label: `bootstrap of "${proxy.name}"`,
    resource: bootstrap({ source: { changedBy: 'server' }, rollouts, adminPort: 0, ...limit }),
    origin: proxy.kind === 'gateway' ? proxy.gateway.origin : proxy.service.origin,
  });
}
