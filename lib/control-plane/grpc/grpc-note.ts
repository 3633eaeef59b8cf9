import type { Origin } from '../../diagnostics/origin.js';

/** What the mesh says and a gRPC client without a proxy cannot do. What it cannot do without sending calls elsewhere is refused. */
export interface GrpcNote {
  /** Where it is said in the user's program. */
  readonly origin: Origin;
  /** In words, for the user. */
  readonly what: string;
}
