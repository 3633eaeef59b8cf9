import type { EffectiveMesh } from '../ir/effective-mesh.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { writeIr } from '../ir/codec.js';
import { compareText } from '../util/compare-text.js';
import { contentHash } from '../util/content-hash.js';
import { createListeners, type Listeners } from '../util/create-listeners.js';
import { createSnapshotEncoder } from '../xds/encode-resources.js';
import { admitByNodeId } from './admit-by-node-id.js';
import { createThrottle } from './create-throttle.js';
import { endpointTargets } from './endpoints/endpoint-targets.js';
import { compileGroups } from './groups/compile-groups.js';
import { createGroupTable, type GroupTable } from './groups/create-group-table.js';
import { createPublisher } from './groups/create-publisher.js';
import { followIdentities } from './follow-identities.js';
import { createLingering } from './lingering/create-lingering.js';
import type { LiveMeshOptions, LiveSecurity } from './live-mesh-options.js';
import { parseSpiffeId } from '../identity/parse-spiffe-id.js';
import type { MutualTlsOptions } from './mutual-tls/create-mutual-tls.js';
import { spireSecrets, type SpireSecrets } from './mutual-tls/spire-secrets.js';
import { identitySecrets } from './mutual-tls/identity-secrets.js';
import { planServedPorts, servedPortRange } from './plan-served-ports.js';
import { awaitShares } from './rollouts/await-shares.js';
import { routeStanding } from './rollouts/route-standing.js';
import { createProxyStates, type ProxyStates } from './proxies/create-proxy-states.js';
import { resourceOrigins } from './proxies/resource-origins.js';
import type { RunningLiveMesh } from './running-live-mesh.js';
import { grpcServerHost, startLiveServers, type LiveServers } from './start-live-servers.js';
import { createSecureServer, type SecureServer } from './secure-server.js';
import { servedBootstrap, servedGrpcBootstrap, type ServedBootstrapContext } from './served-bootstrap.js';

/** A flood of registrations becomes so many snapshots a second at most; the first change of a calm time waits for nothing. */
const registryThrottleMs = 5;
/** Those who watch the state of proxies need not hear of each response. */
const stateThrottleMs = 15;

/** What a live mesh consists of. */
interface Parts {
  readonly options: LiveMeshOptions;
  readonly table: GroupTable;
  readonly states: ProxyStates;
  readonly listeners: Listeners;
  readonly server: LiveServers;
  /** Absent: nodes speak with the server as the options say. */
  readonly secure: SecureServer | undefined;
}

/**
 * Joins a mesh with a registry and serves both to proxies. There is no mesh at first; proxies that come before it
 * wait. What cannot be compiled or does not pass Envoy's own rules changes nothing. A change of the registry reaches
 * those proxies only that call the service, as endpoints. Rejects when it cannot listen.
 */
export async function createLiveMesh(options: LiveMeshOptions): Promise<RunningLiveMesh> {
  const { codec, clock, xds, security } = options;
  const table = createGroupTable(createSnapshotEncoder(codec));
  const listeners = createListeners();
  const states = createProxyStates({ now: clock.now, ...lookups(table) });
  const stateChange = createThrottle(clock, stateThrottleMs, listeners.tell);
  const secure =
    security?.server === undefined
      ? undefined
      : createSecureServer({ identities: security.identities, ways: security.server.ways });
  const server = await startLiveServers({
    xds: {
      admit: admitByNodeId,
      ...xds,
      ...(secure === undefined ? {} : { credentials: secure.credentials, admit: secure.admit }),
    },
    grpcPort: security?.server?.grpc?.port,
    onEvent: (event) => {
      states.apply(event);
      xds.onEvent?.(event);
      stateChange.ask();
    },
  });
  return join({ options, table, states, listeners, server, secure }, stateChange.stop);
}

function lookups(table: GroupTable): Omit<Parameters<typeof createProxyStates>[0], 'now'> {
  return {
    servedVersion: (group, type, name) => table.groups().get(group)?.snapshot[type].get(name)?.version,
    originsOf: (group, type, name) => {
      const found = table.groups().get(group);
      if (found === undefined) return [];
      return resourceOrigins({ resources: found.resources, origins: found.configuration.origins }, type, name);
    },
  };
}

interface Served {
  readonly mesh: EffectiveMesh;
  readonly version: string;
}

/** The writing side: whatever changes becomes snapshots. */
interface Serving {
  readonly served: () => Served | undefined;
  readonly setMesh: RunningLiveMesh['setMesh'];
  readonly setShares: RunningLiveMesh['setShares'];
  readonly end: () => void;
}

function startServing({ options, table, listeners, server, secure }: Parts): Serving {
  const { registry, clock, security, inboundAddress = '0.0.0.0', sidecarPorts: ports = servedPortRange } = options;
  let served: Served | undefined;
  const awaited = awaitShares(clock, options.awaitSharesMs ?? 0, () => {
    release();
  });
  const { publish, release } = createPublisher({ table, server, awaited: awaited.services, tell: listeners.tell });
  const registryChange = createThrottle(clock, registryThrottleMs, () => {
    publish(table.update(registry.content()));
  });
  const unwatch = registry.watch(registryChange.ask);
  const lingering = createLingering(clock, (configured) => {
    publish(table.configure(configured, registry.content()));
  });
  const agentSocketPath = security?.agentSocketPath;
  const identities =
    security === undefined || agentSocketPath !== undefined
      ? undefined
      : followIdentities(security.identities, (spiffeId, identity) => {
          publish(table.setSecrets(spiffeId, identitySecrets(identity)));
        });
  return {
    served: () => served,
    setMesh: (mesh): readonly Diagnostic[] => {
      const { groups, diagnostics } = compileGroups(mesh, {
        traffic: options.traffic,
        inboundAddress,
        ports,
        mutualTls: mutualTlsOf(security, mesh),
        areGrpcClientsSecure: security?.server?.grpc?.certificates !== undefined,
      });
      if (groups === undefined) return diagnostics;
      awaited.begin(mesh.ir);
      const configured = { configurations: groups, targets: endpointTargets(mesh) };
      const changes = lingering.change(mesh, configured, (all) => table.configure(all, registry.content()));
      served = { mesh, version: contentHash(writeIr(mesh.ir), 16) };
      publish(changes);
      secure?.setMesh(mesh);
      identities?.setWanted([...groups.values()].flatMap(({ spiffeId }) => (spiffeId === undefined ? [] : [spiffeId])));
      return diagnostics;
    },
    setShares: (shares) => {
      awaited.told(shares.keys());
      publish(table.setShares(shares));
      release();
    },
    end: () => {
      unwatch();
      awaited.stop();
      lingering.stop();
      identities?.stop();
      secure?.stop();
      registryChange.stop();
      listeners.clear();
    },
  };
}

function agentOf(security: LiveSecurity | undefined, trustDomain: string | undefined): SpireSecrets | undefined {
  const socketPath = security?.agentSocketPath;
  return socketPath === undefined || trustDomain === undefined ? undefined : spireSecrets({ socketPath, trustDomain });
}

function mutualTlsOf(security: LiveSecurity | undefined, { ir }: EffectiveMesh): MutualTlsOptions | undefined {
  const agent = agentOf(security, ir.trustDomain);
  return security === undefined || agent === undefined
    ? security?.mutualTls
    : { ...security.mutualTls, secrets: agent.secrets };
}

/** Without a certificate of the server no node can be told whom it will find: there are no groups to start in then. */
function contextOf({ options, table, server, secure }: Parts): ServedBootstrapContext {
  const groups = table.groups();
  const found = { host: options.xds.advertisedHost, port: server.port };
  const { proof, grpc } = options.security?.server ?? {};
  if (secure === undefined || proof === undefined) return { groups, server: found, grpc: { server: found } };
  const name = secure.name();
  if (name === undefined) return { groups: new Map(), server: found };
  const agent = agentOf(options.security, parseSpiffeId(name.spiffeId)?.trustDomain);
  const { grpcPort: port } = server;
  const certificates = grpc?.certificates;
  return {
    groups,
    server: found,
    security: { name, proof, ...(agent === undefined ? {} : { agent }) },
    ...(port === undefined
      ? {}
      : {
          grpc: {
            server: { host: grpcServerHost, port },
            ...(certificates === undefined ? {} : { certificates }),
          },
        }),
  };
}

function join(parts: Parts, onEnd: () => void): RunningLiveMesh {
  const { options, table, states, listeners, server, secure } = parts;
  const { registry, sidecarPorts = servedPortRange } = options;
  const { served, setMesh, setShares, end } = startServing(parts);
  const stop = (): void => {
    end();
    onEnd();
  };
  return {
    registry,
    xdsPort: server.port,
    mesh: () => served()?.mesh,
    meshVersion: () => served()?.version,
    setMesh,
    setShares,
    standingOf: (services) =>
      routeStanding(states, { groups: table.callersOf(services), isUpToDate: server.isUpToDate() }),
    proxies: states.list,
    groups: () => [...table.groups().keys()].sort(compareText),
    resourcesOf: (group) => table.groups().get(group)?.resources,
    bootstrapOf: (nodeId) => servedBootstrap(nodeId, contextOf(parts)),
    grpcBootstrapOf: (nodeId) => servedGrpcBootstrap(nodeId, contextOf(parts)),
    grpcNotesOf: (group) => table.groups().get(group)?.configuration.notes ?? [],
    untilReachable: () => (served() === undefined ? undefined : secure?.isNamed) ?? Promise.resolve(),
    ports: () => {
      const mesh = served()?.mesh;
      return mesh === undefined ? { inboundPorts: {}, outboundPorts: {} } : planServedPorts(mesh, sidecarPorts);
    },
    watch: listeners.add,
    drain: () => {
      stop();
      return server.drain();
    },
    close: () => {
      stop();
      server.close();
    },
  };
}
