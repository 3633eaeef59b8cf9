import { createCodec } from 'envoy-config-types/codec';
import { onTestFinished } from 'vitest';
import { admitByNodeId } from '../../../lib/control-plane/admit-by-node-id.js';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import { grpcAssignment } from '../../../lib/control-plane/grpc/grpc-assignment.js';
import { grpcBootstrap, type GrpcBootstrapOptions } from '../../../lib/control-plane/grpc/grpc-bootstrap.js';
import { grpcGroups } from '../../../lib/control-plane/grpc/grpc-groups.js';
import type { GrpcSecurity } from '../../../lib/control-plane/grpc/grpc-security.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { createSnapshotEncoder } from '../../../lib/xds/encode-resources.js';
import { startXdsServer, type XdsServer } from '../../../lib/xds/server/start-xds-server.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';

/** An instance as the clients see it. */
export interface ServedEndpoint {
  readonly port: number;
  /** `v1` and the like. */
  readonly version: string;
  /** @default 1 */
  readonly weight?: number;
}

/** What is served: a mesh in which `client` calls `echo`, and the instances of `echo`. */
export interface ServedGrpcState {
  readonly ir: MeshIr;
  readonly endpoints: readonly ServedEndpoint[];
}

/** A server for the gRPC clients of the service `client`. It ends with the test, which fails if a client refused anything. */
export interface ServedGrpc {
  readonly bootstrap: (options?: Partial<GrpcBootstrapOptions>) => object;
  /** Gives clients another mesh or other instances. */
  readonly change: (state: Partial<ServedGrpcState>) => void;
  /** Cuts the server off and starts another one on its port, with another state if there is one. */
  readonly restart: (state?: Partial<ServedGrpcState>) => Promise<void>;
  readonly kill: () => void;
}

const nodeId = 'grpc~client~1';

/** Starts a server. */
export async function startServedGrpc(first: ServedGrpcState, security?: GrpcSecurity): Promise<ServedGrpc> {
  const codec = createCodec();
  const encode = createSnapshotEncoder(codec);
  const refusals: XdsEvent[] = [];
  let state = first;
  const start = (port: number): Promise<XdsServer> =>
    startXdsServer({
      address: `127.0.0.1:${String(port)}`,
      admit: admitByNodeId,
      onEvent: (event) => {
        if (event.kind === 'rejected' || event.kind === 'refused' || event.kind === 'failed') refusals.push(event);
      },
    });
  let server = await start(0);
  const { port } = server;
  const serve = (): void => {
    server.setSnapshot('grpc~client', encode(resourcesOf(state, security)));
  };
  serve();
  onTestFinished(() => {
    server.close();
    if (refusals.length > 0) throw new Error(`a client refused: ${JSON.stringify(refusals)}`);
  });
  return {
    bootstrap: (options = {}) => grpcBootstrap({ host: '127.0.0.1', port, nodeId, ...options }),
    change: (changed) => {
      state = { ...state, ...changed };
      serve();
    },
    restart: async (changed = {}) => {
      server.close();
      server = await start(port);
      state = { ...state, ...changed };
      serve();
    },
    kill: () => {
      server.close();
    },
  };
}

function resourcesOf({ ir, endpoints }: ServedGrpcState, security: GrpcSecurity | undefined) {
  const { mesh, diagnostics } = compileMesh(ir);
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics));
  const group = grpcGroups(mesh, security === undefined ? {} : { security }).find(
    ({ group: name }) => name === 'grpc~client',
  );
  if (group === undefined || group.diagnostics.length > 0) throw new Error(JSON.stringify(group?.diagnostics));
  return {
    ...group.resources,
    endpoints: group.resources.clusters.map(({ name }) => {
      const [, version = ''] = name.split('/');
      const fitting = endpoints.filter((endpoint) => endpoint.version === version || name.split('/').length === 2);
      return grpcAssignment({
        cluster_name: name,
        endpoints: [
          {
            lb_endpoints: fitting.map(({ port, weight = 1 }) => ({
              endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } },
              load_balancing_weight: weight,
            })),
          },
        ],
      });
    }),
  };
}
