import type { Picker } from './balance/create-picker.js';
import type { MeshInstance } from './discovery/mesh-instance.js';
import type { GrpcCalls, GrpcCallsOptions } from './grpc/grpc-calls.js';
import type { MeshFetch } from './http/create-mesh-fetch.js';

/** A program's view of the mesh: who is there, and ways to call them. */
export interface MeshClient {
  /** Resolves when it knows the instances; until then there seem to be none. */
  readonly ready: () => Promise<void>;
  /** Why what it knows may be old: the mesh API cannot be reached. Calls go on with what was told last. */
  readonly staleReason: () => string | undefined;
  /** Instances of a service, be they healthy or not; of a version or a zone only, if so wanted. Sorted by id. */
  readonly instancesOf: (
    service: string,
    only?: { readonly version?: string; readonly zone?: string },
  ) => readonly MeshInstance[];
  /** Calls back after each change of instances. Ends with the returned function. */
  readonly watch: (listener: () => void) => () => void;
  /** Chooses an instance, for protocols that the client does not speak itself. */
  readonly pick: Picker;
  /** `fetch` whose hosts are services. */
  readonly fetch: MeshFetch;
  /** What `@grpc/grpc-js` needs to call services as `mesh:///<service>`. */
  readonly grpc: (options?: GrpcCallsOptions) => GrpcCalls;
  /** Stops to follow the mesh. */
  readonly close: () => void;
}
