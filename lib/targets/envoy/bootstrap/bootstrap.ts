import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { configSource, type ResourceSource } from '../../../envoy-resources/resource-source.js';
import { statsFlushMs } from '../../../envoy-resources/stats-flush-ms.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import { durationText } from '../duration-text.js';
import { socketAddress } from '../socket-address.js';
import { overloadManager } from './overload-manager.js';
import { responseTimeBuckets } from './response-time-buckets.js';
import { statsConfig } from './stats-config.js';

/** What a bootstrap is made of. */
export interface BootstrapInput {
  readonly source: ResourceSource;
  /** Whose criteria ask for edges of response times. */
  readonly rollouts: MeshIr['rollouts'];
  readonly adminPort: number;
  /** Absent: the command line names the node (`--service-node`, `--service-cluster`). */
  readonly node?: { readonly id: string; readonly cluster: string };
  readonly heapBytes?: number | undefined;
  readonly listeners?: readonly Listener[];
  readonly clusters?: readonly Cluster[];
}

/**
 * Envoy refuses regexes whose compiled size is over 100, which quite ordinary ones reach. Regexes come from the mesh's
 * own program, so that a generous limit is safe; RE2 needs linear time whatever the size.
 */
const largestRegex = 100_000;

/** What an Envoy starts with: where the rest of its configuration is. Envoy: `config.bootstrap.v3.Bootstrap`. */
export function bootstrap(input: BootstrapInput): Bootstrap {
  const { source, node, listeners = [], clusters = [] } = input;
  const buckets = responseTimeBuckets(input.rollouts);
  return {
    ...(node === undefined ? {} : { node }),
    admin: { address: socketAddress('127.0.0.1', input.adminPort), ignore_global_conn_limit: true },
    dynamic_resources: {
      cds_config: configSource(source, 'cds.json'),
      lds_config: configSource(source, 'lds.json'),
    },
    ...(listeners.length + clusters.length === 0
      ? {}
      : { static_resources: { listeners: [...listeners], clusters: [...clusters] } }),
    ...(buckets.length === 0 ? {} : { stats_flush_interval: durationText(statsFlushMs) }),
    stats_config: statsConfig(buckets),
    overload_manager: overloadManager(input.heapBytes),
    layered_runtime: {
      layers: [
        {
          name: 'meshwright',
          static_layer: {
            're2.max_program_size.error_level': largestRegex,
            're2.max_program_size.warn_level': largestRegex,
          },
        },
        // Lets an operator change runtime values through the admin interface, as without any layers.
        { name: 'admin', admin_layer: {} },
      ],
    },
  };
}
