import { pack } from 'envoy-config-types';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { Origin } from '../../diagnostics/origin.js';
import type { Built } from '../../targets/envoy/built.js';
import { faultFilterName } from '../../targets/envoy/filters/fault.js';
import { routerFilter } from '../../targets/envoy/filters/router.js';
import type { ResourceChecker } from '../../targets/envoy/resource-checker.js';

/** What a listener is made of. */
export interface GrpcListenerInput {
  /** What follows `xds:///` in the target that users dial. */
  readonly name: string;
  /** The route configuration behind it. */
  readonly routes: string;
  readonly origin: Origin;
}

/** Where a gRPC client starts from a target: no address, only routes by RDS on the same stream. gRFC A27, A39. */
export function grpcListener({ name, routes, origin }: GrpcListenerInput, check: ResourceChecker): Built<Listener> {
  return check<Listener>({
    type: 'envoy.config.listener.v3.Listener',
    label: `gRPC listener "${name}"`,
    resource: {
      name,
      api_listener: {
        api_listener: pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
          // Envoy's rules ask for one; no gRPC client reads it.
          stat_prefix: name,
          rds: { route_config_name: routes, config_source: { resource_api_version: 'V3', ads: {} } },
          http_filters: [
            // Without `disabled`, which gRPC clients do not know: it has no fault of its own, routes have.
            { name: faultFilterName, typed_config: pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {}) },
            routerFilter(),
          ],
        }),
      },
    },
    origin,
    origins: [[`listener/${name}`, origin]],
  });
}
