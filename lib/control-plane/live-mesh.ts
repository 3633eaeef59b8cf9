import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { ResourceSet } from '../envoy-resources/resource-set.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Registry } from '../registry/registry.js';
import type { ProxyState } from './proxy-state.js';

/** A mesh that is served to running proxies: what the mesh API, the commands and the tests see of the control plane. */
export interface LiveMesh {
  readonly registry: Registry;
  /** What is served; absent while no program was compiled: then there is only the registry. */
  readonly mesh: () => EffectiveMesh | undefined;
  /** Names the program that is served, by its content: changes with each program that is taken over. */
  readonly meshVersion: () => string | undefined;
  /** Takes over another program. With an error among the diagnostics everything stays as it is. */
  readonly setMesh: (mesh: EffectiveMesh) => readonly Diagnostic[];
  /** Nodes that are connected, or were in the last hour; sorted by id. */
  readonly proxies: () => readonly ProxyState[];
  /** Groups that configuration is ready for, as `<kind>~<owner>`, sorted. */
  readonly groups: () => readonly string[];
  /** What the nodes of a group are to hold, without secrets; undefined for a group that there is not. */
  readonly resourcesOf: (group: string) => ResourceSet | undefined;
  /** What a proxy needs to start; undefined for a node of no group that there is. */
  readonly bootstrapOf: (nodeId: string) => Bootstrap | undefined;
  /** What a gRPC client needs in GRPC_XDS_BOOTSTRAP; undefined as above. */
  readonly grpcBootstrapOf: (nodeId: string) => object | undefined;
  /** Calls back after each change of the above. Ends with the returned function. */
  readonly watch: (listener: () => void) => () => void;
}
