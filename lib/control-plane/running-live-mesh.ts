import type { GrpcNote } from './grpc/grpc-note.js';
import type { ServedPorts } from './plan-served-ports.js';
import type { LiveMesh } from './live-mesh.js';
import type { SharePlane } from './rollouts/share-plane.js';

/** A live mesh with its server. */
export interface RunningLiveMesh extends LiveMesh, SharePlane {
  /** Port of the xDS server. */
  readonly xdsPort: number;
  /** Ports of the sidecars of the mesh that is served; empty while there is none. */
  readonly ports: () => ServedPorts;
  /** What the mesh says and the gRPC clients of a group cannot do; empty for other groups. */
  readonly grpcNotesOf: (group: string) => readonly GrpcNote[];
  /** Resolves when nodes of the mesh that is served can come: with TLS the server's first certificate takes a moment. At once without a mesh. */
  readonly untilReachable: () => Promise<void>;
  /** Takes no more streams, ends those there are in good order and stops listening; the registry stays open. */
  readonly drain: () => Promise<void>;
  /** Cuts everything off. */
  readonly close: () => void;
}
