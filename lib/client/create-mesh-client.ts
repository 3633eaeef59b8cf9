import type { Balancing } from './balance/balancer.js';
import type { EjectionOptions } from './balance/create-ejections.js';
import { createPicker } from './balance/create-picker.js';
import { createApiSource } from './discovery/create-api-source.js';
import { createDirectory } from './discovery/create-directory.js';
import type { DiscoverySource } from './discovery/discovery-source.js';
import { createGrpcCalls } from './grpc/create-grpc-calls.js';
import { createMeshFetch } from './http/create-mesh-fetch.js';
import type { MeshApiAccess } from './mesh-api-access.js';
import type { MeshClient } from './mesh-client.js';

/** How a program takes part in the mesh. */
export interface MeshClientOptions {
  /** Where it learns who is there: the mesh API, or a source of its own. */
  readonly source: MeshApiAccess | DiscoverySource;
  /** Services that it calls; it hears of no others. Of the mesh API only. @default - all that its token may see */
  readonly services?: readonly string[];
  /** The program's own zone: instances there are preferred while there are healthy ones. @default - none */
  readonly zone?: string;
  /** How it chooses an instance, unless a call says it. @default 'least-request' */
  readonly balancing?: Balancing;
  /** When an instance that fails is left alone for a while. @default - after 5 failures in a row, for 10 s */
  readonly ejection?: EjectionOptions | 'none';
}

/** Creates a client, which follows the mesh until it is closed. */
export function createMeshClient(options: MeshClientOptions): MeshClient {
  const { source, services, zone, balancing = 'least-request', ejection = {} } = options;
  const directory = createDirectory(
    'start' in source ? source : createApiSource({ ...source, ...(services === undefined ? {} : { services }) }),
  );
  const pick = createPicker({
    directory,
    balancing,
    zone,
    ejection,
    random: Math.random,
    now: () => performance.now(),
  });
  return Object.freeze({
    ready: directory.ready,
    staleReason: directory.staleReason,
    instancesOf: (service: string, only: { readonly version?: string; readonly zone?: string } = {}) => {
      const all = directory.instancesOf(service);
      if (only.version === undefined && only.zone === undefined) return all;
      return all.filter(
        (instance) =>
          (only.version === undefined || instance.version === only.version) &&
          (only.zone === undefined || instance.zone === only.zone),
      );
    },
    watch: directory.watch,
    pick,
    fetch: createMeshFetch(pick),
    grpc: (calls = {}) => createGrpcCalls({ directory, zone, balancing, ...calls }),
    close: directory.close,
  });
}
