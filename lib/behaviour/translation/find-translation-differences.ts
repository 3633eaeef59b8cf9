import type {
  EffectiveDestination,
  EffectiveTcpRoute,
  GatewayProxy,
  OutboundHttpPort,
  OutboundPort,
  ServiceProxy,
} from '../../ir/effective-mesh.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { acceptConnection } from '../../simulate/proxy/accept-connection.js';
import type { ChainHandler, SimulatedProxy } from '../../simulate/proxy/simulated-proxy.js';
import { toRational } from '../../simulate/rational/to-rational.js';
import { findVirtualHost } from '../../simulate/route/find-virtual-host.js';
import type { SimulatedVirtualHost } from '../../simulate/route/route-table.js';
import { headlessServiceName, serviceHost, versionServiceName } from '../../util/kubernetes-names.js';
import { stableJson } from '../../util/stable-json.js';
import { documentationAddresses } from '../documentation-addresses.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import { compareRoutes } from './compare-routes.js';

const stranger = { sourceAddress: documentationAddresses.client, sourcePort: 49_152, tls: undefined };
const somewhere = documentationAddresses.callee;

/**
 * Translation validation: holds the emitted Envoy resources of a mesh against the effective mesh that they were made from,
 * proxy by proxy, over all requests. Empty: the emitter said what the mesh says. Anything else is a bug of ours.
 */
export function findTranslationDifferences({ mesh, network }: SimulatedMesh): readonly string[] {
  return mesh.proxies.flatMap((effective) => {
    const proxy = network.proxy(effective.name);
    if (proxy === undefined) return [`${effective.name}: no proxy was emitted`];
    const differences =
      effective.kind === 'gateway'
        ? gatewayDifferences(mesh.ir, effective, proxy)
        : serviceDifferences(mesh.ir, effective, proxy);
    return [...differences, ...clusterDifferences(mesh.ir, effective.destinations, proxy)].map(
      (difference) => `${effective.name}: ${difference}`,
    );
  });
}

function serviceDifferences(ir: MeshIr, { outbound, service }: ServiceProxy, proxy: SimulatedProxy): readonly string[] {
  const inbound = service.ports.flatMap(({ name, targetPort }) => {
    const handler = handlerAt(proxy, { address: documentationAddresses.pod, port: targetPort, at: 'inbound' });
    const cluster = handler === undefined ? undefined : onlyCluster(handler);
    const [endpoint, ...others] = proxy.clusters.get(cluster ?? '')?.endpoints ?? [];
    const isOwn = endpoint?.host === '127.0.0.1' && endpoint.port === targetPort && others.length === 0;
    return isOwn ? [] : [`port "${name}" does not lead to the workload's port ${targetPort}`];
  });
  return [...inbound, ...outbound.flatMap((port) => outboundDifferences(ir, port, proxy))];
}

function outboundDifferences(ir: MeshIr, port: OutboundPort, proxy: SimulatedProxy): readonly string[] {
  const { callee } = port;
  const address = (callee.kind === 'service' ? callee.service.clusterIp : undefined) ?? somewhere;
  const handler = handlerAt(proxy, { address, port: port.port.number, at: 'outbound' });
  const where = `${callee.service.name}:${port.port.number}`;
  if (port.kind === 'tcp')
    return handler?.kind === 'tcp' ? tcpDifferences(where, port.route, handler) : [`${where} is not bytes`];
  if (handler?.kind !== 'http') return [`${where} does not speak HTTP`];
  const { manager } = handler;
  const names =
    callee.kind === 'service'
      ? [
          callee.service.name,
          serviceHost(callee.service.name, ir),
          `${callee.service.name}.${ir.namespace}:${port.port.number}`,
        ]
      : callee.service.hosts.flatMap((host) => [host, `${host}:${port.port.number}`]);
  const undeclared = findVirtualHost(manager.routes, 'nobody.invalid');
  const isAnswered = undeclared?.routes.every(
    ({ action }) => action.kind === 'direct-response' && action.status === 502,
  );
  return [
    ...(isAnswered === true ? [] : [`${where}: undeclared hosts are not answered with 502`]),
    ...names.flatMap((name) => {
      const host = findVirtualHost(manager.routes, name);
      return host === undefined ? [`${name} has no routes`] : hostDifferences(ir, { name, port, host, handler });
    }),
  ];
}

function hostDifferences(
  ir: MeshIr,
  at: {
    readonly name: string;
    readonly port: OutboundHttpPort;
    readonly host: SimulatedVirtualHost;
    readonly handler: Extract<ChainHandler, { kind: 'http' }>;
  },
): readonly string[] {
  const { callee } = at.port;
  const [asked = ''] = at.name.split(':');
  const clusterOfHost = (destination: string): string => {
    if (callee.kind === 'service' || callee.service.endpoints.length > 0) return destination;
    return asked === callee.service.hosts[0] ? destination : `${destination}/${asked}`;
  };
  return compareRoutes({
    expected: at.port.routes,
    manager: at.handler.manager,
    actual: at.host.routes,
    cluster: clusterOfHost,
    host: callee.kind === 'service' ? (destination) => externalHost(ir, destination) : () => undefined,
  }).map((difference) => `${at.name}: ${difference}`);
}

function gatewayDifferences(ir: MeshIr, { ports }: GatewayProxy, proxy: SimulatedProxy): readonly string[] {
  return ports.flatMap(({ port, virtualHosts }) => {
    const handler = handlerAt(proxy, { address: somewhere, port: port.number, at: undefined });
    if (handler?.kind !== 'http') return [`port ${port.number} does not speak HTTP`];
    return virtualHosts.flatMap(({ host, routes }) => {
      const asked = host === '*' ? 'any.example' : host.replace('*', 'www');
      const found = findVirtualHost(handler.manager.routes, `${asked}:${port.number}`);
      if (found === undefined) return [`${host} has no routes`];
      return compareRoutes({
        expected: routes,
        manager: handler.manager,
        actual: found.routes,
        cluster: (destination) => destination,
        host: (destination) => externalHost(ir, destination),
      }).map((difference) => `${host}: ${difference}`);
    });
  });
}

function tcpDifferences(
  where: string,
  { destinations }: EffectiveTcpRoute,
  { choices }: Extract<ChainHandler, { kind: 'tcp' }>,
): readonly string[] {
  const parts = destinations.filter(({ weight }) => weight > 0);
  const total = parts.reduce((sum, { weight }) => sum + Math.round(weight * 1e6), 0);
  const wanted = Object.fromEntries(
    parts.map(({ destination, weight }) => [destination, toRational(Math.round(weight * 1e6), total)]),
  );
  const found = Object.fromEntries(choices.map(({ cluster, probability }) => [cluster, probability]));
  return stableJson(wanted) === stableJson(found)
    ? []
    : [`${where}: connections should go to ${stableJson(wanted, 0)}, and go to ${stableJson(found, 0)}`];
}

/** Whether every destination's cluster leads to the pods, or the outside, that the destination stands for. */
function clusterDifferences(
  ir: MeshIr,
  destinations: readonly EffectiveDestination[],
  proxy: SimulatedProxy,
): readonly string[] {
  return destinations.flatMap(({ name, backend, port }) => {
    const found = proxy.clusters.get(name)?.endpoints.map(({ host, port: number }) => `${host}:${number}`) ?? [];
    const wanted = endpointsOf(ir, backend).map((endpoint) =>
      endpoint.includes(' ') ? endpoint.replace(' ', ':') : `${endpoint}:${port.targetPort}`,
    );
    return found.join() === wanted.join()
      ? []
      : [`cluster "${name}" leads to ${found.join()}, expected ${wanted.join()}`];
  });
}

function endpointsOf(ir: MeshIr, backend: EffectiveDestination['backend']): readonly string[] {
  switch (backend.kind) {
    case 'version':
      return [serviceHost(versionServiceName(backend.service.name, backend.version), ir)];
    case 'service':
      return [serviceHost(headlessServiceName(backend.service.name), ir)];
    case 'external-service': {
      const { endpoints, hosts } = backend.service;
      if (endpoints.length === 0) return hosts.slice(0, 1);
      return endpoints.map(({ address, port }) => (port === undefined ? address : `${address} ${port}`));
    }
  }
}

function handlerAt(
  proxy: SimulatedProxy,
  { address, port, at }: { readonly address: string; readonly port: number; readonly at: string | undefined },
): ChainHandler | undefined {
  const connection = { ...stranger, destinationAddress: address, destinationPort: port };
  const accepted = acceptConnection(proxy, connection, { at });
  return accepted.kind === 'accepted' ? accepted.chain.handler : undefined;
}

function onlyCluster(handler: ChainHandler): string | undefined {
  if (handler.kind === 'tcp') return handler.choices[0]?.cluster;
  if (handler.kind === 'unknown') return undefined;
  const action = findVirtualHost(handler.manager.routes, 'any')?.routes[0]?.action;
  const name = action?.kind === 'forward' ? action.choices[0]?.cluster : undefined;
  return name?.kind === 'name' ? name.name : undefined;
}

/** What an external service is asked by, where a request that was for somebody else is sent there. */
function externalHost(ir: MeshIr, destination: string): string | undefined {
  const [kind, name] = destination.split('/');
  return kind === 'external' ? ir.externalServices.find((each) => each.name === name)?.hosts[0] : undefined;
}
