import type { GrpcNote } from './grpc/grpc-note.js';
import type { ServedPorts } from './plan-served-ports.js';
import type { LiveMesh } from './live-mesh.js';
import type { ArmShares } from './rollouts/create-route-shares.js';
import type { RouteStanding } from './rollouts/route-standing.js';

/** A live mesh with its server. */
export interface RunningLiveMesh extends LiveMesh {
  /** Port of the xDS server. */
  readonly xdsPort: number;
  /** Ports of the sidecars of the mesh that is served; empty while there is none. */
  readonly ports: () => ServedPorts;
  /** What the mesh says and the gRPC clients of a group cannot do; empty for other groups. */
  readonly grpcNotesOf: (group: string) => readonly GrpcNote[];
  /** Says what share of each service's requests the canary of its rollout gets; a service that is not named gives it none. Only callers hear of it. */
  readonly setShares: (shares: ArmShares) => void;
  /** How the nodes that call any of these services stand with their routes. */
  readonly standingOf: (services: ReadonlySet<string>) => RouteStanding;
  /** Resolves when nodes of the mesh that is served can come: with TLS the server's first certificate takes a moment. At once without a mesh. */
  readonly untilReachable: () => Promise<void>;
  /** Takes no more streams, ends those there are in good order and stops listening; the registry stays open. */
  readonly drain: () => Promise<void>;
  /** Cuts everything off. */
  readonly close: () => void;
}
