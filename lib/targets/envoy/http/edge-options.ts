import type { HttpConnectionManager_Fields } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import { durationText } from '../duration-text.js';
import { edgeLimits } from '../edge-limits.js';

/** What a gateway decides of its connection manager. */
export interface EdgeOptionsInput {
  readonly trustedHops: number;
  readonly requestMs: number | 'none';
}

/**
 * How to treat strangers, after Envoy's guide "Configuring Envoy as an edge proxy".
 */
export function edgeOptions({ trustedHops, requestMs }: EdgeOptionsInput): Partial<HttpConnectionManager_Fields> {
  return {
    // The client's address is that of the connection, or the one that the trusted proxies in front have written down.
    use_remote_address: true,
    xff_num_trusted_hops: trustedHops,
    // A stranger's request id says nothing; a trusted proxy's may be in its logs already.
    preserve_external_request_id: trustedHops > 0,
    merge_slashes: true,
    // Browsers follow the redirect and so use the same path as everyone behind; `/a%2f..%2fb` reaches no one.
    path_with_escaped_slashes_action: 'UNESCAPE_AND_REDIRECT',
    // What runs behind is not the client's business.
    server_header_transformation: 'OVERWRITE',
    server_name: 'envoy',
    common_http_protocol_options: {
      idle_timeout: durationText(edgeLimits.connectionIdleMs),
      // Some servers take `x_user` for `x-user`.
      headers_with_underscores_action: 'REJECT_REQUEST',
    },
    http2_protocol_options: {
      max_concurrent_streams: edgeLimits.http2ConcurrentStreams,
      initial_stream_window_size: edgeLimits.http2StreamWindowBytes,
      initial_connection_window_size: edgeLimits.http2ConnectionWindowBytes,
    },
    // Holds until a route is chosen; from then on the route's own.
    stream_idle_timeout: durationText(edgeLimits.streamIdleMs),
    request_headers_timeout: durationText(edgeLimits.requestHeadersMs),
    request_timeout: requestMs === 'none' ? '0s' : durationText(Math.max(requestMs, edgeLimits.requestMs)),
  };
}
