import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import { adsConfigSource } from '../../envoy-resources/resource-source.js';
import type { ResourceSet } from '../../envoy-resources/resource-set.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { deepFreeze } from '../../util/deep-freeze.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { NodeId } from '../../xds/node-id.js';
import { inboundTlsListener } from './inbound-listener.js';
import { meshIdentities } from './mesh-identities.js';
import { secretNames } from './secret-names.js';
import type { SecretSource } from './secret-source.js';
import { upstreamTlsCluster } from './upstream-tls-cluster.js';

/**
 * How far a mesh has come. A running mesh moves without a lost request in three steps, each when the one before has reached
 * all proxies: `permissive` and `plain`, `permissive` and `mutual-tls`, `strict` and `mutual-tls`.
 */
export interface MutualTlsOptions {
  /** What sidecars let in: `strict`, nothing but mutual TLS of declared callers; `permissive`, who speaks no TLS too. @default 'strict' */
  readonly inbound?: 'strict' | 'permissive';
  /** How callers speak to callees in the mesh. @default 'mutual-tls' */
  readonly outbound?: 'mutual-tls' | 'plain';
  /** @default - the server that the proxy gets everything from */
  readonly secrets?: SecretSource;
}

/** Resources of the nodes of a group, without secrets. */
export interface PlainGroup extends Pick<NodeId, 'kind' | 'owner'> {
  readonly resources: ResourceSet;
}

const fromServer: SecretSource = Object.freeze({ config: adsConfigSource, ...secretNames });

/**
 * Makes of a mesh's plain resources such that speak mutual TLS with each other. Gateways go on taking strangers as
 * before; gRPC clients without proxies have their own way. What groups share is shared afterwards too.
 */
export function createMutualTls(
  mesh: EffectiveMesh,
  options: MutualTlsOptions = {},
): (group: PlainGroup) => ResourceSet {
  const { inbound: mode = 'strict', outbound = 'mutual-tls', secrets = fromServer } = options;
  const { trustDomain, callersOf, calleeOf } = meshIdentities(mesh);
  const toCluster = memoiseByObject((cluster: Cluster): Cluster => {
    const callee = calleeOf(cluster.name);
    return callee === undefined ? cluster : deepFreeze(upstreamTlsCluster(cluster, callee, secrets));
  });
  return ({ kind, owner, resources }) => {
    if (kind === 'grpc') return resources;
    const callers = callersOf(owner.slice(0, owner.indexOf('/')));
    const { clusters, listeners } = resources;
    return Object.freeze({
      ...resources,
      clusters: outbound === 'plain' ? clusters : clusters.map(toCluster),
      listeners:
        kind === 'gateway'
          ? listeners
          : listeners.map((listener) =>
              listener.traffic_direction === 'INBOUND'
                ? deepFreeze(inboundTlsListener(listener, { trustDomain, callers, secrets, mode }))
                : listener,
            ),
    });
  };
}
