import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { RouteConfiguration, VirtualHost } from 'envoy-config-types/envoy/config/route/v3';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { ResourceSource } from '../../../envoy-resources/resource-source.js';
import type { OutboundHttpPort, ServiceProxy } from '../../../ir/effective-mesh.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import type { Service } from '../../../ir/service.js';
import { assembleProxy, type AssembledProxy } from '../assemble-proxy.js';
import type { Built } from '../built.js';
import { blackholeCluster } from '../listeners/capture-listener.js';
import { inboundPorts } from '../listeners/inbound-ports.js';
import { namelessHostDiagnostics } from '../listeners/nameless-host-diagnostics.js';
import { outboundConflicts } from '../listeners/outbound-conflicts.js';
import type { ResourceChecker } from '../resource-checker.js';
import { routeConfiguration } from '../routes/route-configuration.js';
import { undeclaredHost } from '../routes/undeclared-host.js';
import { createInboundCapture } from './inbound-capture.js';
import { createInboundClusters } from './inbound-clusters.js';
import { kubernetesBootstrap } from './kubernetes-bootstrap.js';
import { createKubernetesClusters } from './kubernetes-clusters.js';
import { createKubernetesOutboundHosts } from './kubernetes-outbound-hosts.js';
import {
  createKubernetesOutboundListeners,
  type KubernetesOutboundListeners,
} from './kubernetes-outbound-listeners.js';
import { withOrigin } from './with-origin.js';

/**
 * Makes a builder of sidecars in Kubernetes. What sidecars have in common is built and checked once. Reports
 * `listener-port-conflict`, `reserved-port`, `duplicate-host` and `envoy-resource-invalid`.
 */
export function createKubernetesServiceProxies(
  ir: MeshIr,
  source: ResourceSource,
  check: ResourceChecker,
): (proxy: ServiceProxy) => AssembledProxy {
  const bootstrap = kubernetesBootstrap({ ir, source }, check);
  const clusters = createKubernetesClusters({ ir, flavour: 'sidecar', source }, check);
  const outboundHosts = createKubernetesOutboundHosts(ir, check);
  const outboundListeners = createKubernetesOutboundListeners(source, ir.origin, check);
  const inboundClusters = createInboundClusters(check);
  const blackhole = blackholePart(ir, check);
  const inboundListener = createInboundCapture(check);

  function routesOn(
    portNumber: number,
    ports: readonly OutboundHttpPort[],
    { service }: ServiceProxy,
  ): Built<RouteConfiguration> {
    const hosts = [...ports.flatMap(outboundHosts), undeclaredPart(service, check)];
    return routeConfiguration(
      { name: `outbound/${String(portNumber)}`, virtualHosts: hosts, origin: service.origin },
      check,
    );
  }

  return (proxy) => {
    const { service, outbound, destinations } = proxy;
    const inbound = inboundPorts(service);
    const httpPorts = groupByNumber(outbound.filter((port) => port.kind === 'http'));
    const called = new Set(outbound.map(({ callee }) => callee.service));
    return assembleProxy({
      name: proxy.name,
      kind: 'service',
      bootstrap,
      listeners: [
        withOrigin(outboundListeners.capture, 'listener/outbound', service.origin),
        inboundListener(service, inbound.ports),
        ...calleeListeners(proxy, [...httpPorts.keys()], outboundListeners),
      ],
      routes: [...httpPorts].map(([number, ports]) => routesOn(number, ports, proxy)),
      clusters: [
        blackhole,
        ...inboundClusters(service, inbound.ports),
        // The clusters of further hosts serve those who call the external service by them.
        ...destinations.flatMap((destination) =>
          called.has(destination.backend.service) ? clusters(destination) : clusters(destination).slice(0, 1),
        ),
      ],
      diagnostics: [...inbound.diagnostics, ...portDiagnostics(proxy)],
    });
  };
}

function calleeListeners(
  { service, outbound, destinations }: ServiceProxy,
  httpNumbers: readonly number[],
  listeners: KubernetesOutboundListeners,
): readonly Built<Listener>[] {
  return [
    ...httpNumbers.map((number) =>
      withOrigin(listeners.http(number), `listener/outbound/${String(number)}`, service.origin),
    ),
    ...outbound.flatMap((port) => (port.kind === 'tcp' ? [listeners.tcp(port, destinations)] : [])),
  ];
}

function blackholePart({ origin }: MeshIr, check: ResourceChecker): Built<Cluster> {
  const resource: Cluster = { name: blackholeCluster, type: 'STATIC', connect_timeout: '1s' };
  return check({ type: 'envoy.config.cluster.v3.Cluster', label: `cluster "${blackholeCluster}"`, resource, origin });
}

function undeclaredPart({ name, origin }: Service, check: ResourceChecker): Built<VirtualHost> {
  return check({
    type: 'envoy.config.route.v3.VirtualHost',
    label: 'virtual host "undeclared"',
    resource: undeclaredHost(name),
    origin,
    origins: [['route/undeclared', origin]],
  });
}

function groupByNumber(ports: readonly OutboundHttpPort[]): ReadonlyMap<number, readonly OutboundHttpPort[]> {
  const portsByNumber = new Map<number, OutboundHttpPort[]>();
  for (const port of ports) {
    const { number } = port.port;
    portsByNumber.set(number, [...(portsByNumber.get(number) ?? []), port]);
  }
  return portsByNumber;
}

function portDiagnostics(proxy: ServiceProxy): readonly Diagnostic[] {
  return [...outboundConflicts(proxy.name, proxy.outbound), ...namelessHostDiagnostics(proxy.outbound)];
}
