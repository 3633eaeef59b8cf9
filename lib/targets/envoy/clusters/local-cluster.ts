import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { PortProtocol } from '../../../ir/port.js';
import { httpProtocolOptions } from './http-protocol-options.js';
import { loadAssignment } from './load-assignment.js';

/** A port of the proxy's own workload. */
export interface LocalClusterInput {
  readonly name: string;
  readonly port: number;
  readonly protocol: PortProtocol;
}

/** Largest value of the field: no limit. */
const unlimited = 4_294_967_295;

// Common servers close idle connections after 5 s (Node, Apache); reopening one on loopback costs nothing, and a
// request on a connection that closes under it costs a 503.
const idleMs = 4_000;

/**
 * The workload behind the proxy, on loopback. Limits are the caller's business, so there are none here.
 * Envoy: `config.cluster.v3.Cluster`.
 */
export function localCluster({ name, port, protocol }: LocalClusterInput): Cluster {
  return {
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    lb_policy: 'ROUND_ROBIN',
    load_assignment: loadAssignment(name, [{ address: '127.0.0.1', port }]),
    circuit_breakers: {
      thresholds: [
        {
          max_connections: unlimited,
          max_pending_requests: unlimited,
          max_requests: unlimited,
          max_retries: unlimited,
        },
      ],
    },
    ...httpProtocolOptions({ protocol, idleMs, flavour: 'sidecar' }),
  };
}
