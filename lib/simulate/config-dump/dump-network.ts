import type { SimulatedNetwork, Workload } from '../network/simulated-network.js';
import { readProxy, type ProxyInput } from '../proxy/read-proxy.js';
import type { SimulatedCluster } from '../proxy/simulated-cluster.js';
import type { SimulatedProxy } from '../proxy/simulated-proxy.js';
import type { ConfigDump } from './config-dump.js';

/** Proxies out of dumps, joined where an endpoint of one is an address of another. */
export interface DumpNetwork extends SimulatedNetwork {
  /** In the order of the dumps; each name is there once. */
  readonly proxies: readonly [SimulatedProxy, ...SimulatedProxy[]];
}

const whole = { numerator: 1, denominator: 1 };
const anyAddress = new Set(['0.0.0.0', '::']);
/** Stands where the dump does not say whom a cluster sends to: nobody knows, and that is not nobody. */
const untold = { host: 'endpoints that are not in the dump', port: 0, weight: 1 };

/** Makes a network of the proxies of dumps. Of two dumps with one name the second gets a number behind it. */
export function dumpNetwork(dumps: readonly [ConfigDump, ...ConfigDump[]]): DumpNetwork {
  const names = new Map<string, number>();
  const read = dumps.map(({ proxy: input, addresses }) => {
    const times = (names.get(input.name) ?? 0) + 1;
    names.set(input.name, times);
    const name = times === 1 ? input.name : `${input.name} (${String(times)})`;
    return { proxy: withUntold(readProxy({ ...input, name }), input), addresses };
  });
  const byName = new Map(read.map(({ proxy }) => [proxy.name, proxy]));
  return {
    // There is one for each dump, and there is a dump.
    proxies: read.map(({ proxy }) => proxy) as unknown as DumpNetwork['proxies'],
    proxy: (name) => byName.get(name),
    find({ host, port }) {
      for (const { proxy, addresses } of read) {
        const redirectedTo = arrivalAt(proxy, addresses, { host, port });
        if (redirectedTo === undefined) continue;
        const workload: Workload = {
          name: `${proxy.name}:${String(port)}`,
          share: whole,
          proxy: { name: proxy.name, redirectedTo: redirectedTo.listener },
        };
        return [workload];
      }
      return undefined;
    },
  };
}

/** How a connection to an address gets into a proxy; undefined where it does not. */
function arrivalAt(
  { listeners }: SimulatedProxy,
  addresses: readonly string[],
  { host, port }: { readonly host: string; readonly port: number },
): { readonly listener: string | undefined } | undefined {
  const dialled = listeners.some(({ isBound, address }) => {
    const isHere = address?.host === host || (anyAddress.has(address?.host ?? '') && addresses.includes(host));
    return isBound && address?.port === port && isHere;
  });
  if (dialled) return { listener: undefined };
  if (!addresses.includes(host)) return undefined;
  const capture = listeners.find((each) => each.direction === 'inbound' && each.restoresDestination);
  return capture && { listener: capture.name };
}

function withUntold(proxy: SimulatedProxy, { clusters, endpoints }: ProxyInput): SimulatedProxy {
  const told = new Set(endpoints.map(({ cluster_name: name }) => name));
  const waiting = clusters.filter(({ type, name, eds_cluster_config: eds }) => {
    const service = eds?.service_name ?? '';
    return type === 'EDS' && !told.has(service === '' ? name : service);
  });
  const names = new Set(waiting.map(({ name }) => name));
  const all = [...proxy.clusters].map(([name, cluster]): [string, SimulatedCluster] => [
    name,
    names.has(name) ? { ...cluster, endpoints: [untold] } : cluster,
  ]);
  return { ...proxy, clusters: new Map(all) };
}
