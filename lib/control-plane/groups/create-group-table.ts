import type { Secret } from 'envoy-config-types/envoy/extensions/transport_sockets/tls/v3';
import type { ResourceSet } from '../../envoy-resources/resource-set.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { RegistryContent } from '../../registry/model/registry-content.js';
import type { EncodedResource, SnapshotEncoder } from '../../xds/encode-resources.js';
import type { Snapshot } from '../../xds/snapshot.js';
import { createEndpointBuilder } from '../endpoints/create-endpoint-builder.js';
import type { EndpointTarget } from '../endpoints/endpoint-target.js';
import { grpcEndpoints } from '../endpoints/grpc-endpoints.js';
import { createRouteShares, type ArmShares } from '../rollouts/create-route-shares.js';
import type { NodeConfiguration } from './node-configuration.js';

/** A group with its endpoints, ready to be served. */
export interface ServedGroup {
  readonly configuration: NodeConfiguration;
  /** Without secrets. */
  readonly resources: ResourceSet;
  readonly snapshot: Snapshot<EncodedResource>;
}

/** What changed: groups to serve anew, and groups that are no more. */
export interface GroupChanges {
  readonly set: ReadonlyMap<string, ServedGroup>;
  readonly removed: readonly string[];
}

/** The groups of a mesh joined with the content of a registry. Of a change it does what is needed and no more. */
export interface GroupTable {
  readonly groups: () => ReadonlyMap<string, ServedGroup>;
  /**
   * Takes over other configurations.
   *
   * @throws Error when a resource does not fit its type; nothing has changed then
   */
  readonly configure: (configured: ConfiguredGroups, content: RegistryContent) => GroupChanges;
  /** Takes over other content: groups that name no service whose instances differ stay as they are. */
  readonly update: (content: RegistryContent) => GroupChanges;
  /** Takes over other secrets of an identity, for all groups that have it. */
  readonly setSecrets: (spiffeId: string, secrets: readonly Secret[]) => GroupChanges;
  /** Takes over other shares of rollouts: groups that call no service whose share differs stay as they are. */
  readonly setShares: (shares: ArmShares) => GroupChanges;
  /** The groups that call any of some services. */
  readonly callersOf: (services: ReadonlySet<string>) => ReadonlySet<string>;
}

/** What comes of a mesh. */
export interface ConfiguredGroups {
  readonly configurations: ReadonlyMap<string, NodeConfiguration>;
  /** By name of the cluster. */
  readonly targets: ReadonlyMap<string, EndpointTarget>;
}

/** Creates a table without groups. */
export function createGroupTable(encode: SnapshotEncoder): GroupTable {
  const serveGroup = createGroupServer(encode);
  const secretsById = new Map<string, readonly Secret[]>();
  let groups: ReadonlyMap<string, ServedGroup> = new Map();
  let targetsByGroup: ReadonlyMap<string, readonly EndpointTarget[]> = new Map();
  let groupsByService: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  let shares: ArmShares = new Map();
  let divide = createRouteShares(shares);
  let known: RegistryContent = { services: new Map(), instances: new Map() };

  const serve = (configuration: NodeConfiguration, parts: Omit<GroupParts, 'secrets' | 'divide'>): ServedGroup =>
    serveGroup(configuration, { ...parts, secrets: secretsById.get(configuration.spiffeId ?? ''), divide });
  const serveAgain = (concerned: Iterable<string>): GroupChanges => {
    const set = new Map<string, ServedGroup>();
    for (const group of concerned) {
      const old = groups.get(group);
      if (old === undefined) continue;
      set.set(group, serve(old.configuration, { targets: targetsByGroup.get(group) ?? [], content: known }));
    }
    if (set.size > 0) groups = new Map([...groups, ...set]);
    return { set, removed: [] };
  };
  return {
    groups: () => groups,
    configure: ({ configurations, targets }, content) => {
      const nextTargets = targetsByGroupOf({ configurations, targets });
      const set = new Map<string, ServedGroup>();
      for (const [group, configuration] of configurations) {
        const found = nextTargets.get(group) ?? [];
        const isSame = content === known && groups.get(group)?.configuration === configuration;
        if (isSame && areSame(found, targetsByGroup.get(group) ?? [])) continue;
        set.set(group, serve(configuration, { targets: found, content }));
      }
      const removed = [...groups.keys()].filter((group) => !configurations.has(group));
      known = content;
      groups = new Map([...groups, ...set].filter(([group]) => configurations.has(group)));
      targetsByGroup = nextTargets;
      groupsByService = indexByService(nextTargets);
      return { set, removed };
    },
    update: (content) => {
      const before = known;
      known = content;
      return serveAgain(
        callersOf(groupsByService, (service) => before.instances.get(service) !== content.instances.get(service)),
      );
    },
    setShares: (next) => {
      const before = shares;
      shares = next;
      divide = createRouteShares(next);
      return serveAgain(callersOf(groupsByService, (service) => before.get(service) !== next.get(service)));
    },
    callersOf: (services) => callersOf(groupsByService, (service) => services.has(service)),
    setSecrets: (spiffeId, secrets) => {
      secretsById.set(spiffeId, secrets);
      const theirs = [...groups].filter(([, { configuration }]) => configuration.spiffeId === spiffeId);
      return serveAgain(theirs.map(([group]) => group));
    },
  };
}

interface GroupParts {
  readonly targets: readonly EndpointTarget[];
  readonly content: RegistryContent;
  readonly secrets: readonly Secret[] | undefined;
  readonly divide: ReturnType<typeof createRouteShares>;
}

function createGroupServer(
  encode: SnapshotEncoder,
): (configuration: NodeConfiguration, parts: GroupParts) => ServedGroup {
  const endpointsOf = createEndpointBuilder();
  const forGrpc = memoiseByObject(grpcEndpoints);
  return (configuration, { targets, content, secrets, divide }) => {
    const found = targets.map((target) => endpointsOf(target, content));
    const endpoints = Object.freeze(configuration.kind === 'grpc' ? found.map(forGrpc) : found);
    const routes = configuration.resources.routes.map(divide);
    const resources = Object.freeze({ ...configuration.resources, routes, endpoints });
    const snapshot = encode(secrets === undefined ? resources : { ...resources, secrets });
    return Object.freeze({ configuration, resources, snapshot });
  };
}

function targetsByGroupOf({
  configurations,
  targets,
}: ConfiguredGroups): ReadonlyMap<string, readonly EndpointTarget[]> {
  return new Map([...configurations].map(([group, { resources }]) => [group, namedTargets(resources, targets)]));
}

/** The targets that a group's clusters name, in their order. */
function namedTargets(
  { clusters }: ResourceSet,
  targets: ReadonlyMap<string, EndpointTarget>,
): readonly EndpointTarget[] {
  return clusters.flatMap(({ name, eds_cluster_config: eds }) => {
    const target = eds === undefined ? undefined : targets.get(eds.service_name ?? name);
    return target === undefined ? [] : [target];
  });
}

function areSame(left: readonly EndpointTarget[], right: readonly EndpointTarget[]): boolean {
  return left.length === right.length && left.every((target, index) => target === right[index]);
}

/** The groups that call a service of which something holds. */
function callersOf(
  groupsByService: ReadonlyMap<string, ReadonlySet<string>>,
  holds: (service: string) => boolean,
): ReadonlySet<string> {
  return new Set([...groupsByService].flatMap(([service, names]) => (holds(service) ? [...names] : [])));
}

function indexByService(
  targetsByGroup: ReadonlyMap<string, readonly EndpointTarget[]>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const index = new Map<string, Set<string>>();
  for (const [group, targets] of targetsByGroup) {
    for (const { service } of targets) index.set(service, (index.get(service) ?? new Set()).add(group));
  }
  return index;
}
