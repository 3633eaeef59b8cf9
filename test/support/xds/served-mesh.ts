import { createCodec } from 'envoy-config-types/codec';
import { afterAll } from 'vitest';
import type { ResourceSet } from '../../../lib/envoy-resources/resource-set.js';
import { adsBootstrap } from '../../../lib/envoy-resources/ads-bootstrap.js';
import { createSnapshotEncoder } from '../../../lib/xds/encode-resources.js';
import type { Variant } from '../../../lib/xds/protocol/next-response.js';
import { startXdsServer, type XdsServer } from '../../../lib/xds/server/start-xds-server.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { startLocalMesh, type LocalMesh } from '../local-mesh.js';

/** A mesh whose Envoys get their configuration from a server. It ends with the test file. */
export interface ServedMesh {
  readonly mesh: LocalMesh;
  /** Compiles another program and gives it to the server. */
  readonly change: (ir: MeshIr) => void;
  /** Gives a node something that no compiler would. */
  readonly serve: (nodeId: string, edit: (resources: ResourceSet) => ResourceSet) => void;
  /** What happened so far; the list is emptied by `forget`. */
  readonly events: XdsEvent[];
  /** Cuts the server off and starts another one on its port, with what was served last. */
  readonly restart: (ir: MeshIr) => Promise<void>;
}

/** Starts server and proxies. */
export async function startServedMesh(options: {
  readonly envoy: string;
  readonly variant: Variant;
  readonly ir: MeshIr;
  readonly proxies: readonly string[];
}): Promise<ServedMesh> {
  const events: XdsEvent[] = [];
  const codec = createCodec();
  const encode = createSnapshotEncoder(codec);
  const resourcesByNode = new Map<string, ResourceSet>();
  const start = (port: number): Promise<XdsServer> =>
    startXdsServer({ address: `127.0.0.1:${String(port)}`, onEvent: (event) => void events.push(event) });
  let server = await start(0);
  const { port } = server;
  const serve = (nodeId: string, resources: ResourceSet): void => {
    resourcesByNode.set(nodeId, resources);
    server.setSnapshot(nodeId, encode(resources));
  };
  const mesh = await startLocalMesh({
    ...options,
    bootstrap: ({ name, resources, bootstrap }) => {
      serve(name, resources);
      return adsBootstrap(bootstrap, { host: '127.0.0.1', port, variant: options.variant });
    },
  });
  closeAtEnd.push(() => {
    server.close();
  });
  return {
    mesh,
    change: mesh.change,
    serve: (nodeId, edit) => {
      const resources = resourcesByNode.get(nodeId);
      if (resources === undefined) throw new Error(`nothing is served to "${nodeId}"`);
      serve(nodeId, edit(resources));
    },
    events,
    restart: async (ir) => {
      server.close();
      server = await start(port);
      mesh.change(ir);
    },
  };
}

const closeAtEnd: (() => void)[] = [];
afterAll(() => {
  for (const close of closeAtEnd.splice(0)) close();
});
