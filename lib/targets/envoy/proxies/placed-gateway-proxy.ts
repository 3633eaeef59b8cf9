import type { GatewayProxy } from '../../../ir/effective-mesh.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import { assembleProxy, type AssembledProxy } from '../assemble-proxy.js';
import type { ResourceChecker } from '../resource-checker.js';
import { externalHostByDestination } from '../routes/external-host-by-destination.js';
import { gatewayListener } from './gateway-listener.js';
import { gatewayRoutes } from './gateway-routes.js';
import { gatewayRoutesName } from './gateway-routes-name.js';
import type { PlacedProxy } from './placed-proxy.js';
import { requiredPort } from './required-port.js';
import { createRouteBuilder } from './route-builder.js';

/** Makes a builder of gateways with ports that their surroundings choose. Reports `envoy-resource-invalid`. */
export function createPlacedGatewayProxies(
  ir: MeshIr,
  check: ResourceChecker,
): (proxy: GatewayProxy, placed: PlacedProxy) => AssembledProxy {
  const externalHost = externalHostByDestination(ir);
  const buildRoute = createRouteBuilder(
    { cluster: (destination) => destination, host: (destination) => externalHost.get(destination) },
    check,
  );
  return (proxy, { name, ports, inboundAddress, source, bootstrap, clusters }) => {
    const { origin } = proxy.gateway;
    return assembleProxy({
      name,
      kind: 'gateway',
      bootstrap,
      listeners: proxy.ports.map((served) =>
        check({
          type: 'envoy.config.listener.v3.Listener',
          label: `listener of gateway "${name}"`,
          resource: gatewayListener({
            proxy,
            served,
            address: inboundAddress,
            port: requiredPort(ports.inboundPorts, served.port.name, 'inbound'),
            source,
          }),
          origin,
          origins: [[`listener/${gatewayRoutesName(served.port)}`, origin]],
        }),
      ),
      routes: proxy.ports.map((served) => gatewayRoutes(proxy, served, { buildRoute, check })),
      clusters,
      diagnostics: [],
    });
  };
}
