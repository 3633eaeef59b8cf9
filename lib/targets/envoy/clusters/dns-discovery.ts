import { pack } from 'envoy-config-types';
import type { Cluster_CustomClusterType } from 'envoy-config-types/envoy/config/cluster/v3';

/**
 * Endpoints by DNS. `every-address` balances over all addresses that a name has (Envoy's STRICT_DNS); `one-name` takes
 * the name as one endpoint whose address may change at any time (LOGICAL_DNS), for large services behind few names.
 * Envoy: `extensions.clusters.dns.v3.DnsCluster`.
 */
export function dnsDiscovery(endpoints: 'every-address' | 'one-name'): Cluster_CustomClusterType {
  return {
    name: 'envoy.cluster.dns',
    typed_config: pack('envoy.extensions.clusters.dns.v3.DnsCluster', {
      dns_lookup_family: 'V4_PREFERRED',
      // Pods come and go: ask anew every 5 s, later only where the answer says that it holds longer.
      dns_refresh_rate: '5s',
      respect_dns_ttl: true,
      // Spreads the questions of many proxies.
      dns_jitter: '1s',
      dns_failure_refresh_rate: { base_interval: '1s', max_interval: '10s' },
      all_addresses_in_single_endpoint: endpoints === 'one-name',
    }),
  };
}
