import type { Cluster, Cluster_Fields } from 'envoy-config-types/envoy/config/cluster/v3';
import type { EffectiveDestination } from '../../../ir/effective-mesh.js';
import { assertNever } from '../../../util/assert-never.js';
import type { Built } from '../built.js';
import { durationText } from '../duration-text.js';
import { edgeLimits } from '../edge-limits.js';
import type { ProxyFlavour } from '../proxy-flavour.js';
import type { ResourceChecker } from '../resource-checker.js';
import { balancingFields, type BalancingFields } from './balancing-fields.js';
import type { ClusterDiscovery } from './cluster-discovery.js';
import { destinationFieldOrigins } from './destination-field-origins.js';
import { destinationOriginRows } from './destination-origin-rows.js';
import { externalDiscovery } from './external-discovery.js';
import { externalHosts } from './external-hosts.js';
import { httpProtocolOptions } from './http-protocol-options.js';
import { outlierDetection } from './outlier-detection.js';
import { upstreamTls } from './upstream-tls.js';

/** What differs between the clusters of one destination. */
type OwnFields = ClusterDiscovery & Pick<Cluster_Fields, 'alt_stat_name' | 'transport_socket'>;

/** A destination inside the mesh. */
export type MeshDestination = EffectiveDestination & {
  readonly backend: Extract<EffectiveDestination['backend'], { readonly kind: 'version' | 'service' }>;
};

/** How an environment builds clusters. */
export interface ClusterOptions {
  readonly flavour: ProxyFlavour;
  /** Where endpoints of the mesh are found: the fields of a cluster that say so. */
  readonly meshDiscovery: (destination: MeshDestination) => ClusterDiscovery;
  readonly check: ResourceChecker;
}

// Unused connections close on the caller's side first: a callee that closes one in the moment it is used costs a request.
// Callees in the mesh keep connections for an hour; public load balancers and servers often for a minute.
const meshIdleMs = 300_000;
const externalIdleMs = 50_000;

/**
 * The clusters of a destination: one, or one a host for an external service of several hosts without fixed addresses,
 * because each host has its own addresses and certificate. Every value is written. Reports `envoy-resource-invalid`.
 * Envoy: `config.cluster.v3.Cluster`.
 */
export function destinationClusters(
  destination: EffectiveDestination,
  options: ClusterOptions,
): readonly Built<Cluster>[] {
  return discoveries(destination, options).map((discovery) =>
    options.check({
      type: 'envoy.config.cluster.v3.Cluster',
      label: `cluster "${discovery.name}"`,
      resource: { ...commonFields(destination, options), ...discovery },
      origin: destination.origin,
      origins: destinationOriginRows(destination, discovery.name),
      fieldOrigins: destinationFieldOrigins(destination),
    }),
  );
}

function discoveries(destination: EffectiveDestination, { meshDiscovery }: ClusterOptions): readonly OwnFields[] {
  const { backend, port, protocol } = destination;
  switch (backend.kind) {
    case 'version':
    case 'service':
      return [meshDiscovery({ ...destination, backend })];
    case 'external-service': {
      const { service } = backend;
      return externalHosts(service, destination.name).map(({ clusterName, host }) => ({
        ...externalDiscovery({ clusterName, service, port, host }),
        // Dots in a name would break the stats apart.
        ...(clusterName === destination.name ? {} : { alt_stat_name: clusterName.replaceAll('.', '_') }),
        ...(service.tls === undefined ? {} : { transport_socket: upstreamTls({ tls: service.tls, host, protocol }) }),
      }));
    }
  }
  return assertNever(backend);
}

function commonFields(
  destination: EffectiveDestination,
  { flavour }: ClusterOptions,
): Omit<Cluster_Fields, 'name'> & BalancingFields {
  const { backend, protocol, circuitBreaker, outlierDetection: outliers } = destination;
  const idleMs = backend.kind === 'external-service' ? externalIdleMs : meshIdleMs;
  return {
    ...balancingFields(destination.loadBalancing),
    connect_timeout: durationText(destination.connectTimeoutMs.value),
    circuit_breakers: {
      thresholds: [
        {
          max_connections: circuitBreaker.maxConnections.value,
          max_pending_requests: circuitBreaker.maxPendingRequests.value,
          max_requests: circuitBreaker.maxRequests.value,
          max_retries: circuitBreaker.maxRetries.value,
        },
      ],
    },
    // At 50 %, Envoy's default, a cluster with many ejected endpoints would use them all the same.
    common_lb_config: { healthy_panic_threshold: { value: 0 } },
    ...(outliers === undefined ? {} : { outlier_detection: outlierDetection(outliers) }),
    ...(flavour === 'edge' ? { per_connection_buffer_limit_bytes: edgeLimits.connectionBufferBytes } : {}),
    ...httpProtocolOptions({ protocol, idleMs, flavour }),
    // A TCP connection may be silent for days; this finds those whose other end is gone.
    ...(protocol === 'tcp' ? { upstream_connection_options: { tcp_keepalive: { keepalive_time: 300 } } } : {}),
  };
}
