import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import type { SimulatedNetwork } from '../../simulate/network/simulated-network.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { ResourceTexts } from './text-of-resource.js';

/**
 * Makes the quick question that spares most proxies of a large mesh the rest: whether a proxy runs on the same text in
 * both revisions, and the same workloads stand behind all of its addresses. Says "no" in doubt.
 */
export function isSameConfig(
  texts: ResourceTexts,
  networks: { readonly before: SimulatedNetwork; readonly after: SimulatedNetwork },
): (before: ProxyConfig, after: ProxyConfig) => boolean {
  const known = new Map<string, boolean>();
  const isSameAddress = (host: string, port: number): boolean => {
    // Who answers at an address hangs on its host alone.
    const same = known.get(host) ?? answers(networks.before, host, port) === answers(networks.after, host, port);
    known.set(host, same);
    return same;
  };
  const hasSameWorkloads = memoiseByObject(({ load_assignment: assignment }: Cluster) =>
    (assignment?.endpoints ?? []).every(({ lb_endpoints: endpoints = [] }) =>
      endpoints.every((each) => {
        const address = each.endpoint?.address?.socket_address;
        return address === undefined || isSameAddress(address.address, address.port_value ?? 0);
      }),
    ),
  );
  return (before, after) =>
    isSameList(before.resources.listeners, after.resources.listeners, texts) &&
    isSameList(before.resources.clusters, after.resources.clusters, texts) &&
    isSameList(before.resources.endpoints, after.resources.endpoints, texts) &&
    hasSameRoutes(before, after, texts) &&
    after.resources.clusters.every(hasSameWorkloads);
}

function answers(network: SimulatedNetwork, host: string, port: number): string {
  return JSON.stringify(network.find({ host, port }) ?? 'outside');
}

function isSameList(before: readonly object[], after: readonly object[], { resource }: ResourceTexts): boolean {
  return (
    before.length === after.length &&
    before.every((each, index) => {
      const other = after[index];
      return other !== undefined && resource(each) === resource(other);
    })
  );
}

function hasSameRoutes(before: ProxyConfig, after: ProxyConfig, { routes }: ResourceTexts): boolean {
  const [old, current] = [before.resources.routes, after.resources.routes];
  return (
    old.length === current.length &&
    old.every((each, index) => {
      const other = current[index];
      if (other === undefined) return false;
      const [left, right] = [routes(each), routes(other)];
      return left.length === right.length && left.every((text, position) => text === right[position]);
    })
  );
}
