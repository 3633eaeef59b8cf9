import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { EndpointTarget } from '../endpoints/endpoint-target.js';
import type { ConfiguredGroups } from '../groups/create-group-table.js';
import type { NodeConfiguration } from '../groups/node-configuration.js';
import { withClusters } from './with-clusters.js';

/** A cluster that no route names any more, and that requests on their way may still ask for. */
export interface LingeringCluster {
  readonly cluster: Cluster;
  /** Where its endpoints come from; absent where they do not come from the registry. */
  readonly target: EndpointTarget | undefined;
  /** When nobody can need it any more, ms on the monotonic clock. */
  readonly untilMs: number;
}

/** By group. */
export type LingeringClusters = ReadonlyMap<string, readonly LingeringCluster[]>;

/** What was served before a change. */
export interface ServedBefore {
  /** Without what lingered. */
  readonly configured: ConfiguredGroups;
  readonly lingering: LingeringClusters;
}

/**
 * What is to linger after a change: what was declared and is so no more, until a moment, and what lingered already, until
 * its own; but for clusters that are declared again, and groups that are no more.
 */
export function lingeringClusters(
  { configured: before, lingering }: ServedBefore,
  after: ConfiguredGroups,
  untilMs: number,
): LingeringClusters {
  const next = [...after.configurations].map(([group, { resources }]): [string, readonly LingeringCluster[]] => {
    const declared = new Set(resources.clusters.map(({ name }) => name));
    const leaving = (before.configurations.get(group)?.resources.clusters ?? []).map((cluster) => ({
      cluster,
      target: before.targets.get(endpointsName(cluster)),
      untilMs,
    }));
    const found = [...(lingering.get(group) ?? []), ...leaving];
    return [group, found.filter(({ cluster }) => !declared.has(cluster.name))];
  });
  return new Map(next.filter(([, found]) => found.length > 0));
}

/** Those that are needed after a moment, ms on the monotonic clock. */
export function lingeringAfter(lingering: LingeringClusters, nowMs: number): LingeringClusters {
  const left = [...lingering].map(([group, found]): [string, readonly LingeringCluster[]] => [
    group,
    found.filter(({ untilMs }) => untilMs > nowMs),
  ]);
  return new Map(left.filter(([, found]) => found.length > 0));
}

/** Configurations with what lingers. Of groups in which nothing does the object stays the same. */
export function withLingering(configured: ConfiguredGroups, lingering: LingeringClusters): ConfiguredGroups {
  if (lingering.size === 0) return configured;
  const found = [...lingering.values()].flat();
  const targets = found.flatMap(({ cluster, target }): readonly [string, EndpointTarget][] =>
    target === undefined ? [] : [[endpointsName(cluster), target]],
  );
  return {
    configurations: new Map(
      [...configured.configurations].map(([group, configuration]) => [
        group,
        withThem(configuration, lingering.get(group) ?? []),
      ]),
    ),
    targets: new Map([...targets, ...configured.targets]),
  };
}

function withThem(configuration: NodeConfiguration, found: readonly LingeringCluster[]): NodeConfiguration {
  if (found.length === 0) return configuration;
  const clusters = found.map(({ cluster }) => cluster);
  const { kind, owner, spiffeId, bootstrap, notes } = configuration;
  return {
    kind,
    owner,
    ...(spiffeId === undefined ? {} : { spiffeId }),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    ...(notes === undefined ? {} : { notes }),
    resources: withClusters(configuration.resources, { clusters, endpoints: [] }),
    // Made when somebody asks.
    get origins() {
      return configuration.origins;
    },
  };
}

function endpointsName({ name, eds_cluster_config: eds }: Cluster): string {
  return eds?.service_name ?? name;
}
