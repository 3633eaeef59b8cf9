import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import type { GatewayPortRoutes, GatewayProxy } from '../../../ir/effective-mesh.js';
import type { Built } from '../built.js';
import type { ResourceChecker } from '../resource-checker.js';
import { routeConfiguration } from '../routes/route-configuration.js';
import { routesWithVariant } from '../routes/routes-with-variant.js';
import { virtualHost } from '../routes/virtual-host.js';
import { gatewayRoutesName } from './gateway-routes-name.js';
import type { RouteBuilder } from './route-builder.js';

/** What Envoy's router tells callers of the mesh; strangers need not know. */
const internalResponseHeaders = ['x-envoy-decorator-operation', 'x-envoy-overloaded', 'x-envoy-upstream-service-time'];

/** The routes of one port of a gateway, a virtual host a host; other hosts get Envoy's 404. */
export function gatewayRoutes(
  proxy: GatewayProxy,
  served: GatewayPortRoutes,
  { buildRoute, check }: { readonly buildRoute: RouteBuilder; readonly check: ResourceChecker },
): Built<RouteConfiguration> {
  const { origin } = proxy.gateway;
  return routeConfiguration(
    {
      name: gatewayRoutesName(served.port),
      responseHeadersToRemove: internalResponseHeaders,
      virtualHosts: served.virtualHosts.map((of) =>
        virtualHost({ name: of.host, domains: [of.host], routes: routesWithVariant(of, buildRoute), origin }, check),
      ),
      origin,
    },
    check,
  );
}
