import { pack } from 'envoy-config-types';
import type { Filter } from 'envoy-config-types/envoy/config/listener/v3';
import type { TcpProxy_Fields } from 'envoy-config-types/envoy/extensions/filters/network/tcp_proxy/v3';
import { accessLog } from '../access-log.js';

/** Where connections go. */
export interface TcpProxyInput {
  readonly statPrefix: string;
  readonly direction: 'inbound' | 'outbound';
  /** At least one; a weight is an integer over 0. */
  readonly clusters: readonly { readonly name: string; readonly weight: number }[];
  readonly hashOnSourceIp?: boolean;
}

/** The network filter that hands bytes on. Envoy: `extensions.filters.network.tcp_proxy.v3.TcpProxy`. */
export function tcpProxy({ statPrefix, direction, clusters, hashOnSourceIp = false }: TcpProxyInput): Filter {
  const fields: TcpProxy_Fields = {
    stat_prefix: statPrefix,
    access_log: accessLog('tcp', direction),
    // Silence is no reason to cut a connection: keepalive finds the dead ones.
    idle_timeout: '0s',
    ...(hashOnSourceIp ? { hash_policy: [{ source_ip: {} }] } : {}),
  };
  const [only] = clusters;
  return {
    name: 'envoy.filters.network.tcp_proxy',
    typed_config: pack(
      'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
      clusters.length === 1 && only !== undefined
        ? { ...fields, cluster: only.name }
        : { ...fields, weighted_clusters: { clusters: clusters.map(({ name, weight }) => ({ name, weight })) } },
    ),
  };
}
