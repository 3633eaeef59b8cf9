import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { OriginTable } from '../../envoy-resources/proxy-config.js';
import type { ResourceSet } from '../../envoy-resources/resource-set.js';
import type { GrpcNote } from '../grpc/grpc-note.js';
import type { NodeId } from '../../xds/node-id.js';

/** What all nodes of one group are to hold, but for the endpoints, which follow from the registry. */
export interface NodeConfiguration {
  readonly kind: NodeId['kind'];
  readonly owner: string;
  /** Whom the nodes prove to be; absent where nobody asks for a proof. */
  readonly spiffeId?: string;
  /** `endpoints` is empty, and there are no secrets. Parts that groups have in common are one object, which is encoded once. */
  readonly resources: ResourceSet;
  readonly origins: OriginTable;
  /** Without node and server; absent for clients that are no Envoys. */
  readonly bootstrap?: Bootstrap;
  /** What the mesh says and the nodes cannot do; absent for Envoys. */
  readonly notes?: readonly GrpcNote[];
}
