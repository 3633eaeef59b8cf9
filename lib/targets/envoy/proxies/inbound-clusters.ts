import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { Service } from '../../../ir/service.js';
import type { Built } from '../built.js';
import { localCluster } from '../clusters/local-cluster.js';
import { inboundClusterName } from '../listeners/inbound-cluster-name.js';
import type { InboundPort } from '../listeners/inbound-ports.js';
import type { ResourceChecker } from '../resource-checker.js';

/** Builds the clusters that lead to the workload behind the proxy; equal ones once. */
export function createInboundClusters(
  check: ResourceChecker,
): (service: Service, ports: readonly InboundPort[]) => readonly Built<Cluster>[] {
  const known = new Map<string, Built<Cluster>>();
  return (service, ports) =>
    ports.map(({ name: port, protocol, targetPort }) => {
      const name = inboundClusterName(port);
      const key = `${name} ${protocol} ${String(targetPort)}`;
      let built = known.get(key);
      if (built === undefined) {
        built = check({
          type: 'envoy.config.cluster.v3.Cluster',
          label: `cluster "${name}"`,
          resource: localCluster({ name, port: targetPort, protocol }),
          origin: service.origin,
        });
        known.set(key, built);
      }
      return { ...built, origins: [[`cluster/${name}`, service.origin]] };
    });
}
