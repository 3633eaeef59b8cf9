import { isIP } from 'node:net';
import type {
  ClusterLoadAssignment,
  LbEndpoint,
  LocalityLbEndpoints,
} from 'envoy-config-types/envoy/config/endpoint/v3';
import type { InstanceRecord, InstanceStatus } from '../../registry/model/instance-record.js';
import { deepFreeze } from '../../util/deep-freeze.js';
import { sortBy } from '../../util/sort-by.js';
import type { EndpointTarget } from './endpoint-target.js';

/** A place that an instance listens on. */
interface Place {
  readonly instance: InstanceRecord;
  readonly port: number;
}

/**
 * The endpoints of a cluster: the instances of its service and version that have its port, by region and zone, sorted by
 * these, then by id. One that is not healthy stays in it and says so: then Envoy gives it nothing new and lets what runs come to
 * its end, and knows it still when it is well again. Of two with one address and port a healthy one counts, else
 * the first: gRPC refuses the same address twice. What no proxy could take (no IP address, no port number) is left out.
 * Envoy: `config.endpoint.v3.ClusterLoadAssignment`.
 */
export function clusterEndpoints(
  target: EndpointTarget,
  instances: ReadonlyMap<string, InstanceRecord>,
): ClusterLoadAssignment {
  const localities = new Map<string, Place[]>();
  for (const place of places(target, instances)) {
    const key = JSON.stringify([place.instance.region ?? '', place.instance.zone ?? '']);
    const known = localities.get(key);
    if (known === undefined) localities.set(key, [place]);
    else known.push(place);
  }
  return deepFreeze({
    cluster_name: target.cluster,
    endpoints: sortBy(localities, ([key]) => key).map(([, found]) => locality(found)),
  });
}

function places(target: EndpointTarget, instances: ReadonlyMap<string, InstanceRecord>): readonly Place[] {
  const byAddress = new Map<string, Place>();
  for (const instance of sortBy(instances.values(), ({ id }) => id)) {
    const port = instance.ports[target.port];
    if (target.version !== undefined && instance.version !== target.version) continue;
    if (port === undefined || !isPort(port) || isIP(instance.address) === 0) continue;
    const key = `${instance.address} ${String(port)}`;
    const known = byAddress.get(key);
    const isBetter = known?.instance.status !== 'healthy' && instance.status === 'healthy';
    if (known === undefined || isBetter) byAddress.set(key, { instance, port });
  }
  return [...byAddress.values()];
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function locality(found: readonly Place[]): LocalityLbEndpoints {
  const [first] = found;
  const { region, zone } = first?.instance ?? {};
  const healthy = found.filter(({ instance }) => instance.status === 'healthy');
  const weight = healthy.reduce((sum, { instance }) => sum + weightOf(instance), 0);
  return {
    ...(region === undefined && zone === undefined
      ? {}
      : { locality: { ...(region === undefined ? {} : { region }), ...(zone === undefined ? {} : { zone }) } }),
    // Envoy balances over all localities as one and does not look at it; gRPC leaves a locality without it aside.
    load_balancing_weight: Math.max(weight, 1),
    lb_endpoints: found.map(endpoint),
  };
}

// Envoy: `config.core.v3.HealthStatus`.
const healthByStatus = {
  healthy: undefined,
  unhealthy: 'UNHEALTHY',
  draining: 'DRAINING',
} as const satisfies Record<InstanceStatus, string | undefined>;

function endpoint({ instance, port }: Place): LbEndpoint {
  const health = healthByStatus[instance.status];
  return {
    endpoint: { address: { socket_address: { address: instance.address, port_value: port } } },
    load_balancing_weight: weightOf(instance),
    ...(health === undefined ? {} : { health_status: health }),
  };
}

// A weight of 0 is none that Envoy takes; the registry's own doors refuse it, other stores may hold anything.
function weightOf({ weight }: InstanceRecord): number {
  return Number.isFinite(weight) ? Math.min(Math.max(Math.round(weight), 1), 10_000) : 1;
}
