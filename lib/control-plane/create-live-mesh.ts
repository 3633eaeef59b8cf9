import type { EffectiveMesh } from '../ir/effective-mesh.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { writeIr } from '../ir/codec.js';
import { compareText } from '../util/compare-text.js';
import { contentHash } from '../util/content-hash.js';
import { createSnapshotEncoder } from '../xds/encode-resources.js';
import { startXdsServer } from '../xds/server/start-xds-server.js';
import { admitByNodeId } from './admit-by-node-id.js';
import { endpointTargets } from './endpoints/endpoint-targets.js';
import { compileGroups } from './groups/compile-groups.js';
import { createGroupTable, type GroupChanges } from './groups/create-group-table.js';
import type { LiveMeshOptions } from './live-mesh-options.js';
import { planServedPorts, servedPortRange } from './plan-served-ports.js';
import { createProxyStates } from './proxies/create-proxy-states.js';
import { resourceOrigins } from './proxies/resource-origins.js';
import type { RunningLiveMesh } from './running-live-mesh.js';
import { servedBootstrap } from './served-bootstrap.js';
import { createListeners } from './create-listeners.js';

/**
 * Joins a mesh with a registry and serves both to proxies. There is no mesh at first; proxies that come before it
 * wait. What cannot be compiled or does not pass Envoy's own rules changes nothing. A change of the registry reaches
 * those proxies only that call the service, as endpoints. Rejects when it cannot listen.
 */
export async function createLiveMesh(options: LiveMeshOptions): Promise<RunningLiveMesh> {
  const { registry, codec, clock, xds, inboundAddress = '0.0.0.0', sidecarPorts = servedPortRange } = options;
  const table = createGroupTable(createSnapshotEncoder(codec));
  const listeners = createListeners();
  let served: { readonly mesh: EffectiveMesh; readonly version: string } | undefined;

  const states = createProxyStates({
    now: clock.now,
    servedVersion: (group, type, name) => table.groups().get(group)?.snapshot[type].get(name)?.version,
    originsOf: (group, type, name) => {
      const found = table.groups().get(group);
      return found === undefined
        ? []
        : resourceOrigins({ resources: found.resources, origins: found.configuration.origins }, type, name);
    },
  });
  const server = await startXdsServer({
    codec,
    admit: admitByNodeId,
    ...xds,
    onEvent: (event) => {
      states.apply(event);
      xds.onEvent?.(event);
      listeners.tell();
    },
  });
  const publish = ({ set, removed }: GroupChanges): void => {
    for (const [group, { snapshot }] of set) server.setSnapshot(group, snapshot);
    for (const group of removed) server.removeGroup(group);
    listeners.tell();
  };
  const unwatch = registry.watch(() => {
    publish(table.update(registry.content()));
  });
  const setMesh = (mesh: EffectiveMesh): readonly Diagnostic[] => {
    const { groups, diagnostics } = compileGroups(mesh, { inboundAddress, ports: sidecarPorts });
    if (groups === undefined) return diagnostics;
    const changes = table.configure({ configurations: groups, targets: endpointTargets(mesh) }, registry.content());
    served = { mesh, version: contentHash(writeIr(mesh.ir), 16) };
    publish(changes);
    return diagnostics;
  };
  const end = (): void => {
    unwatch();
    listeners.clear();
  };
  return {
    registry,
    xdsPort: server.port,
    mesh: () => served?.mesh,
    meshVersion: () => served?.version,
    setMesh,
    proxies: states.list,
    groups: () => [...table.groups().keys()].sort(compareText),
    resourcesOf: (group) => table.groups().get(group)?.resources,
    bootstrapOf: (nodeId) =>
      servedBootstrap(nodeId, { groups: table.groups(), server: { host: xds.advertisedHost, port: server.port } }),
    grpcBootstrapOf: () => undefined,
    ports: () =>
      served === undefined ? { inboundPorts: {}, outboundPorts: {} } : planServedPorts(served.mesh, sidecarPorts),
    watch: listeners.add,
    drain: () => {
      end();
      return server.drain();
    },
    close: () => {
      end();
      server.close();
    },
  };
}
