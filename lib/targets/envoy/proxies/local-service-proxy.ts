import type { ConfigDirectory } from '../../../envoy-resources/file-config-source.js';
import type { EffectiveMesh, ServiceProxy } from '../../../ir/effective-mesh.js';
import { assembleProxy, type AssembledProxy } from '../assemble-proxy.js';
import type { LocalEnvironment, LocalInstance } from '../environment.js';
import { namelessHostDiagnostics } from '../listeners/nameless-host-diagnostics.js';
import type { ResourceChecker } from '../resource-checker.js';
import { externalHostByDestination } from '../routes/external-host-by-destination.js';
import { createInboundClusters } from './inbound-clusters.js';
import { localBootstrap } from './local-bootstrap.js';
import { localClusters } from './local-clusters.js';
import { localInboundListeners } from './local-inbound-listeners.js';
import { localOutbound } from './local-outbound.js';
import { requiredPort } from './required-port.js';

/** What a proxy beside one instance of a service is made from. */
export interface LocalServiceProxyInput {
  /** `<service>/<version>`. */
  readonly name: string;
  readonly proxy: ServiceProxy;
  readonly instance: LocalInstance;
  readonly directory: ConfigDirectory;
  readonly environment: LocalEnvironment;
  readonly mesh: EffectiveMesh;
}

/** The proxy beside one instance on this machine. Reports `listener-port-conflict` and `envoy-resource-invalid`. */
export function localServiceProxy(input: LocalServiceProxyInput, check: ResourceChecker): AssembledProxy {
  const { name, proxy, instance, directory, environment, mesh } = input;
  const { service, destinations } = proxy;
  const externalHost = externalHostByDestination(mesh.ir);
  const outbound = localOutbound({ proxy, instance, directory, externalHost }, check);
  const { clusters, endpoints } = localClusters({ destinations, environment, directory, flavour: 'sidecar' }, check);
  const workload = service.ports.map(({ name: port, protocol }) => ({
    name: port,
    protocol,
    targetPort: requiredPort(instance.workloadPorts, port, 'workload'),
  }));
  return assembleProxy({
    name,
    kind: 'service',
    bootstrap: localBootstrap({ name, instance, directory, origin: service.origin }, check),
    listeners: [...localInboundListeners(service, instance, check), ...outbound.listeners],
    routes: outbound.routes,
    clusters: [...createInboundClusters(check)(service, workload), ...clusters],
    endpoints,
    diagnostics: namelessHostDiagnostics(proxy.outbound),
  });
}
