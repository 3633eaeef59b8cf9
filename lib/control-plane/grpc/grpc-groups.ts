import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { createResourceChecker } from '../../targets/envoy/resource-checker.js';
import { nodeGroup } from '../../xds/node-id.js';
import { grpcResources, type GrpcResources } from './grpc-resources.js';
import type { GrpcSecurity } from './grpc-security.js';

/** The gRPC clients of one service. */
export interface GrpcGroup extends GrpcResources {
  /** `grpc~<service>`. */
  readonly group: string;
}

/**
 * What the gRPC clients of each service are served; sorted by service. Services whose clients could call nobody are
 * among them: there a client gets no listener, and the notes say why.
 */
export function grpcGroups(
  mesh: EffectiveMesh,
  options: { readonly security?: GrpcSecurity } = {},
): readonly GrpcGroup[] {
  const check = createResourceChecker();
  return mesh.proxies.flatMap((proxy) =>
    proxy.kind === 'service'
      ? [
          {
            group: nodeGroup({ kind: 'grpc', owner: proxy.name }),
            ...grpcResources(proxy, { check, rollouts: mesh.ir.rollouts, security: options.security }),
          },
        ]
      : [],
  );
}
