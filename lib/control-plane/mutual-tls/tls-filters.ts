import { pack } from 'envoy-config-types';
import type { Filter } from 'envoy-config-types/envoy/config/listener/v3';
import type { RBAC } from 'envoy-config-types/envoy/config/rbac/v3';
import type {
  HttpConnectionManager_Any,
  HttpFilter,
} from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';

const managerType =
  'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
/** What a caller sends while its workload is being connected to. Envoy wants it said. */
const earlyBytes = 65_536;

const tcpProxyType = 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy';

/**
 * The filters of a chain once mutual TLS stands before them. HTTP: whoever is none of the callers gets 403, and the workload is
 * told by whom it is called (`x-forwarded-client-cert`). TCP: the workload hears of a connection when its caller is known.
 * Envoy: `extensions.filters.http.rbac.v3.RBAC`, `TcpProxy.upstream_connect_mode`.
 */
export function tlsFilters(filters: readonly Filter[], callers: readonly string[]): Filter[] {
  return filters.map((filter): Filter => {
    const { name, typed_config: config } = filter;
    if (config?.['@type'] === managerType) {
      // An Any is of the message that its type names.
      return { name, typed_config: managerFor(config, callers) };
    }
    if (config?.['@type'] === tcpProxyType) {
      // Else a server that speaks first would greet strangers.
      const afterHandshake = {
        upstream_connect_mode: 'ON_DOWNSTREAM_TLS_HANDSHAKE',
        max_early_data_bytes: earlyBytes,
      } as const;
      return { name, typed_config: { ...config, ...afterHandshake } };
    }
    return filter;
  });
}

function managerFor(manager: HttpConnectionManager_Any, callers: readonly string[]): HttpConnectionManager_Any {
  const rbac: HttpFilter = {
    name: 'envoy.filters.http.rbac',
    typed_config: pack('envoy.extensions.filters.http.rbac.v3.RBAC', { rules: onlyFrom(callers) }),
  };
  return {
    ...manager,
    http_filters: [rbac, ...(manager.http_filters ?? [])],
    // What a caller writes there itself is taken out.
    forward_client_cert_details: 'SANITIZE_SET',
    set_current_client_cert_details: { uri: true },
    // TLS ends here: the workload is spoken to in the clear, as without it.
    scheme_header_transformation: { match_upstream: true },
  };
}

function onlyFrom(callers: readonly string[]): RBAC {
  const principals = callers.map((exact) => ({ authenticated: { principal_name: { exact } } }));
  // Without a policy nobody is let in.
  return {
    action: 'ALLOW',
    policies: principals.length === 0 ? {} : { 'declared-callers': { permissions: [{ any: true }], principals } },
  };
}
