import { pack } from 'envoy-config-types';
import type { OverloadManager } from 'envoy-config-types/envoy/config/overload/v3';
import { edgeLimits } from '../edge-limits.js';

const connections = 'envoy.resource_monitors.global_downstream_max_connections';
const heap = 'envoy.resource_monitors.fixed_heap';

/**
 * What a proxy does when it runs out of connections or memory, after Envoy's edge guide. A sidecar has no heap limit of
 * its own: its only clients are its workload and the mesh, which are limited already.
 *
 * @param heapBytes size at which memory counts as used up; absent: only connections are limited
 */
export function overloadManager(heapBytes?: number): OverloadManager {
  const connectionMonitor = {
    name: connections,
    typed_config: pack('envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig', {
      max_active_downstream_connections: edgeLimits.connections,
    }),
  };
  if (heapBytes === undefined) return { resource_monitors: [connectionMonitor] };
  return {
    refresh_interval: '0.25s',
    resource_monitors: [
      connectionMonitor,
      {
        name: heap,
        typed_config: pack('envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig', {
          max_heap_size_bytes: heapBytes,
        }),
      },
    ],
    actions: [
      { name: 'envoy.overload_actions.shrink_heap', triggers: [{ name: heap, threshold: { value: 0.95 } }] },
      {
        name: 'envoy.overload_actions.stop_accepting_requests',
        triggers: [{ name: heap, threshold: { value: 0.98 } }],
      },
    ],
  };
}
