import { pack } from 'envoy-config-types';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { Http2ProtocolOptions } from 'envoy-config-types/envoy/config/core/v3';
import type { PortProtocol } from '../../../ir/port.js';
import { durationText } from '../duration-text.js';
import { edgeLimits } from '../edge-limits.js';
import type { ProxyFlavour } from '../proxy-flavour.js';

/** What decides how a cluster speaks HTTP. */
export interface HttpProtocolInput {
  readonly protocol: PortProtocol;
  /** Time after which an unused connection is closed. */
  readonly idleMs: number;
  readonly flavour: ProxyFlavour;
}

/**
 * The HTTP version that a cluster is spoken to in; absent for TCP. Envoy: `extensions.upstreams.http.v3.HttpProtocolOptions`.
 */
export function httpProtocolOptions({
  protocol,
  idleMs,
  flavour,
}: HttpProtocolInput): Pick<Cluster, 'typed_extension_protocol_options'> {
  if (protocol === 'tcp') return {};
  return {
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        {
          common_http_protocol_options: { idle_timeout: durationText(idleMs) },
          explicit_http_config:
            protocol === 'http' ? { http_protocol_options: {} } : { http2_protocol_options: http2Options(flavour) },
        },
      ),
    },
  };
}

function http2Options(flavour: ProxyFlavour): Http2ProtocolOptions {
  return flavour === 'sidecar'
    ? {}
    : {
        initial_stream_window_size: edgeLimits.http2StreamWindowBytes,
        initial_connection_window_size: edgeLimits.http2ConnectionWindowBytes,
      };
}
