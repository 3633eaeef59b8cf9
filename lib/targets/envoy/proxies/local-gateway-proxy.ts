import type { ConfigDirectory } from '../../../envoy-resources/file-config-source.js';
import type { EffectiveMesh, GatewayProxy } from '../../../ir/effective-mesh.js';
import { assembleProxy, type AssembledProxy } from '../assemble-proxy.js';
import { edgeLimits } from '../edge-limits.js';
import type { LocalEnvironment, LocalInstance } from '../environment.js';
import type { ResourceChecker } from '../resource-checker.js';
import { externalHostByDestination } from '../routes/external-host-by-destination.js';
import { gatewayListener } from './gateway-listener.js';
import { gatewayRoutes } from './gateway-routes.js';
import { gatewayRoutesName } from './gateway-routes-name.js';
import { localBootstrap } from './local-bootstrap.js';
import { localClusters } from './local-clusters.js';
import { requiredPort } from './required-port.js';
import { createRouteBuilder } from './route-builder.js';

/** What a gateway's proxy on this machine is made from. */
export interface LocalGatewayProxyInput {
  readonly name: string;
  readonly proxy: GatewayProxy;
  readonly instance: LocalInstance;
  readonly directory: ConfigDirectory;
  readonly environment: LocalEnvironment;
  readonly mesh: EffectiveMesh;
}

/** A gateway on this machine. Reports `envoy-resource-invalid`. */
export function localGatewayProxy(input: LocalGatewayProxyInput, check: ResourceChecker): AssembledProxy {
  const { name, proxy, instance, directory, environment, mesh } = input;
  const { destinations } = proxy;
  const { origin } = proxy.gateway;
  const externalHost = externalHostByDestination(mesh.ir);
  const buildRoute = createRouteBuilder(
    { cluster: (destination) => destination, host: (destination) => externalHost.get(destination) },
    check,
  );
  return assembleProxy({
    name,
    kind: 'gateway',
    bootstrap: localBootstrap({ name, instance, directory, heapBytes: edgeLimits.heapBytes, origin }, check),
    listeners: proxy.ports.map((served) =>
      check({
        type: 'envoy.config.listener.v3.Listener',
        label: `listener of gateway "${name}"`,
        resource: gatewayListener({
          proxy,
          served,
          address: '127.0.0.1',
          port: requiredPort(instance.inboundPorts, served.port.name, 'inbound'),
          directory,
        }),
        origin,
        origins: [[`listener/${gatewayRoutesName(served.port)}`, origin]],
      }),
    ),
    routes: proxy.ports.map((served) => gatewayRoutes(proxy, served, { buildRoute, check })),
    ...localClusters({ destinations, environment, directory, flavour: 'edge' }, check),
    diagnostics: [],
  });
}
