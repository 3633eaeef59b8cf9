import type {
  Cluster_LbPolicy,
  Cluster_LeastRequestLbConfig,
  Cluster_MaglevLbConfig,
  Cluster_RingHashLbConfig,
} from 'envoy-config-types/envoy/config/cluster/v3';
import type { LoadBalancingAlgorithm } from '../../../ir/policies/load-balancing.js';

// Envoy's own defaults, written out so that nothing about balancing is implicit.
const defaultChoiceCount = 2;
const defaultMinimumRingSize = 1024;
const defaultMaximumRingSize = 8_388_608;
const defaultMaglevTableSize = 65_537;

/** The fields of a cluster that say how it picks endpoints. */
export type BalancingFields =
  | { readonly lb_policy: Cluster_LbPolicy }
  | { readonly lb_policy: Cluster_LbPolicy; readonly least_request_lb_config: Cluster_LeastRequestLbConfig }
  | { readonly lb_policy: Cluster_LbPolicy; readonly ring_hash_lb_config: Cluster_RingHashLbConfig }
  | { readonly lb_policy: Cluster_LbPolicy; readonly maglev_lb_config: Cluster_MaglevLbConfig };

/** How a cluster picks endpoints. Envoy: `Cluster.lb_policy` and its settings. */
export function balancingFields(algorithm: LoadBalancingAlgorithm): BalancingFields {
  switch (algorithm.kind) {
    case 'round-robin':
      return { lb_policy: 'ROUND_ROBIN' };
    case 'random':
      return { lb_policy: 'RANDOM' };
    case 'least-request':
      return {
        lb_policy: 'LEAST_REQUEST',
        least_request_lb_config: { choice_count: algorithm.choiceCount ?? defaultChoiceCount },
      };
    case 'ring-hash':
      return {
        lb_policy: 'RING_HASH',
        ring_hash_lb_config: {
          hash_function: 'XX_HASH',
          minimum_ring_size:
            algorithm.minimumRingSize ??
            Math.min(defaultMinimumRingSize, algorithm.maximumRingSize ?? defaultMaximumRingSize),
          maximum_ring_size: algorithm.maximumRingSize ?? defaultMaximumRingSize,
        },
      };
    case 'maglev':
      return { lb_policy: 'MAGLEV', maglev_lb_config: { table_size: algorithm.tableSize ?? defaultMaglevTableSize } };
  }
}
