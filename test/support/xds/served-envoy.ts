import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCodec } from 'envoy-config-types/codec';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import { afterAll } from 'vitest';
import type { ResourceSet } from '../../../lib/envoy-resources/resource-set.js';
import { adsBootstrap, type AdsServer } from '../../../lib/envoy-resources/ads-bootstrap.js';
import { createSnapshotEncoder } from '../../../lib/xds/encode-resources.js';
import { startXdsServer, type XdsServer, type XdsServerOptions } from '../../../lib/xds/server/start-xds-server.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import { freePorts } from '../free-port.js';
import { startProcess, type RunningProcess } from '../processes.js';
import { temporaryFolderOfFile } from '../temporary-folder-of-file.js';

const codec = createCodec();

/** A server, and what a test says to it. It ends with the test file. */
export interface ServedResources {
  readonly server: () => XdsServer;
  readonly serve: (group: string, resources: ResourceSet) => void;
  /** What happened so far, first one first. */
  readonly events: XdsEvent[];
  /** Cuts the server off and starts another one on its port, which holds what was served last. */
  readonly restart: () => Promise<void>;
}

/** Starts a server. */
export async function startServedResources(options: Partial<XdsServerOptions> = {}): Promise<ServedResources> {
  const events: XdsEvent[] = [];
  const encode = createSnapshotEncoder(codec);
  const resourcesByGroup = new Map<string, ResourceSet>();
  const start = (port: number): Promise<XdsServer> =>
    startXdsServer({
      address: `127.0.0.1:${String(port)}`,
      ...options,
      onEvent: (event) => void events.push(event),
    });
  let server = await start(0);
  const { port } = server;
  closeAtEnd.push(() => {
    server.close();
  });
  return {
    server: () => server,
    serve: (group, resources) => {
      resourcesByGroup.set(group, resources);
      server.setSnapshot(group, encode(resources));
    },
    events,
    restart: async () => {
      server.close();
      server = await start(port);
      for (const [group, resources] of resourcesByGroup) server.setSnapshot(group, encode(resources));
    },
  };
}

/** An Envoy that has everything from a server. */
export interface ServedEnvoy {
  readonly process: RunningProcess;
  /** Text of a page of its admin interface. */
  readonly admin: (path: string) => Promise<string>;
}

/** Starts an Envoy that is live; whether it is ready depends on what it is given. */
export async function startServedEnvoy(options: {
  readonly envoy: string;
  readonly nodeId: string;
  readonly ads: AdsServer;
  readonly edit?: (bootstrap: Bootstrap) => Bootstrap;
}): Promise<ServedEnvoy> {
  const [adminPort = 0] = await freePorts(1);
  const bootstrap = adsBootstrap(
    {
      node: { id: options.nodeId, cluster: 'test' },
      admin: { address: { socket_address: { address: '127.0.0.1', port_value: adminPort } } },
    },
    options.ads,
  );
  const path = join(temporaryFolderOfFile(), 'bootstrap.json');
  writeFileSync(path, JSON.stringify((options.edit ?? ((same) => same))(bootstrap)));
  const admin = async (page: string): Promise<string> =>
    (await fetch(`http://127.0.0.1:${String(adminPort)}${page}`)).text();
  const process = await startProcess({
    command: options.envoy,
    args: ['-c', path, '--use-dynamic-base-id', '--concurrency', '1', '--log-level', 'warning'],
    isReady: async () => (await admin('/server_info')).includes('"state"'),
  });
  return { process, admin };
}

const closeAtEnd: (() => void)[] = [];
afterAll(() => {
  for (const close of closeAtEnd.splice(0)) close();
});
