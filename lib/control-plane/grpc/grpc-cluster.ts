import { pack, type Packed } from 'envoy-config-types';
import type { Cluster, Cluster_Fields, LoadBalancingPolicy } from 'envoy-config-types/envoy/config/cluster/v3';
import type { TransportSocket } from 'envoy-config-types/envoy/config/core/v3';
import type { EffectiveDestination } from '../../ir/effective-mesh.js';
import type { Service } from '../../ir/service.js';
import { spiffeId } from '../../ir/spiffe-id.js';
import type { Built } from '../../targets/envoy/built.js';
import { balancingFields } from '../../targets/envoy/clusters/balancing-fields.js';
import { destinationFieldOrigins } from '../../targets/envoy/clusters/destination-field-origins.js';
import { destinationOriginRows } from '../../targets/envoy/clusters/destination-origin-rows.js';
import type { ResourceChecker } from '../../targets/envoy/resource-checker.js';
import type { GrpcSecurity } from './grpc-security.js';

/** How the cluster of a destination is made. */
export interface GrpcClusterInput {
  readonly destination: EffectiveDestination;
  /** The callee: who may answer. */
  readonly service: Service;
  /** Absent: in the clear. */
  readonly security?: GrpcSecurity | undefined;
}

/**
 * A destination as gRPC clients know it; endpoints by EDS on the same stream. gRFC A27, A32, A42, A52.
 * Reports `envoy-resource-invalid`.
 */
export function grpcCluster(
  { destination, service, security }: GrpcClusterInput,
  check: ResourceChecker,
): Built<Cluster> {
  const { name } = destination;
  return check<Cluster>({
    type: 'envoy.config.cluster.v3.Cluster',
    label: `gRPC cluster "${name}"`,
    resource: {
      name,
      type: 'EDS',
      eds_cluster_config: { eds_config: { resource_api_version: 'V3', ads: {} } },
      ...balancing(destination.loadBalancing),
      circuit_breakers: { thresholds: [{ max_requests: destination.circuitBreaker.maxRequests.value }] },
      ...(security === undefined ? {} : { transport_socket: transportSocket(service, security) }),
    },
    origin: destination.origin,
    origins: destinationOriginRows(destination, name),
    fieldOrigins: destinationFieldOrigins(destination),
  });
}

function balancing(algorithm: EffectiveDestination['loadBalancing']): Partial<Cluster_Fields> {
  switch (algorithm.kind) {
    case 'round-robin':
    case 'random':
      return { lb_policy: 'ROUND_ROBIN' };
    case 'ring-hash':
      return balancingFields(algorithm);
    case 'maglev':
      return balancingFields({ kind: 'ring-hash', hashOn: algorithm.hashOn });
    case 'least-request':
      return { load_balancing_policy: leastRequest(algorithm.choiceCount ?? 2) };
  }
}

/**
 * Least request for clients that have it, for the others round robin: a client takes the first policy that it knows. gRFC
 * A52; the `lb_policy` LEAST_REQUEST would be refused by those that do not know it.
 */
function leastRequest(choiceCount: number): LoadBalancingPolicy {
  const within: LoadBalancingPolicy = {
    policies: [
      {
        typed_extension_config: {
          name: 'envoy.load_balancing_policies.least_request',
          typed_config: pack('envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest', {
            choice_count: choiceCount,
          }),
        },
      },
      {
        typed_extension_config: {
          name: 'envoy.load_balancing_policies.round_robin',
          typed_config: pack('envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin', {}),
        },
      },
    ],
  };
  return {
    policies: [
      {
        typed_extension_config: {
          name: 'envoy.load_balancing_policies.wrr_locality',
          typed_config: pack('envoy.extensions.load_balancing_policies.wrr_locality.v3.WrrLocality', {
            endpoint_picking_policy: within,
          }),
        },
      },
    ],
  };
}

/** Mutual TLS with the certificates of the client's bootstrap; the callee is known by its SPIFFE id. gRFC A29. */
function transportSocket(
  service: Service,
  { certificateProvider, trustDomain, namespace }: GrpcSecurity,
): TransportSocket<Packed<'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext'>> {
  const provider = { instance_name: certificateProvider };
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: pack('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
      common_tls_context: {
        tls_certificate_provider_instance: provider,
        validation_context: {
          ca_certificate_provider_instance: provider,
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- gRPC clients do not know `match_typed_subject_alt_names`
          match_subject_alt_names: [{ exact: spiffeId({ trustDomain, namespace }, service.serviceAccount) }],
        },
      },
    }),
  };
}
