import type { HttpConnectionManager_Fields } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';

/**
 * How to treat one's own workload and the mesh: as little changed as possible. The gateway has done what is due to
 * strangers; services may mean what they send each other.
 */
export function sidecarOptions(direction: 'inbound' | 'outbound'): Partial<HttpConnectionManager_Fields> {
  return {
    // The address that the gateway wrote down goes through the whole mesh unchanged.
    use_remote_address: false,
    // `//` and `%2f` stand in object keys that services exchange; the gateway has cleaned what came from outside.
    merge_slashes: false,
    path_with_escaped_slashes_action: 'KEEP_UNCHANGED',
    server_header_transformation: 'PASS_THROUGH',
    common_http_protocol_options: { idle_timeout: '3600s', headers_with_underscores_action: 'ALLOW' },
    // Holds until a route is chosen; from then on the route's own.
    stream_idle_timeout: '300s',
    // Where the proxy speaks TLS for the workload, HTTP/2 servers look for `:scheme: https`.
    ...(direction === 'outbound' ? { scheme_header_transformation: { match_upstream: true } } : {}),
  };
}
