import type { SimulatedNetwork } from '../../simulate/network/simulated-network.js';
import type { SimulatedCluster } from '../../simulate/proxy/simulated-cluster.js';
import { add } from '../../simulate/rational/add.js';
import { multiply } from '../../simulate/rational/multiply.js';
import type { Rational } from '../../simulate/rational/rational.js';
import { toRational } from '../../simulate/rational/to-rational.js';
import { sortBy } from '../../util/sort-by.js';

/** Who gets requests of a cluster, whatever the cluster is called, and how many of them. */
export interface DestinationShare {
  /** Name of the workload, or host outside of the mesh; empty where nobody is there. */
  readonly who: string;
  /** Undefined where nobody is there. */
  readonly port: number | undefined;
  readonly probability: Rational;
}

/** Who gets the requests of a cluster; sorted, each once. */
export function destinationShares(cluster: SimulatedCluster, network: SimulatedNetwork): readonly DestinationShare[] {
  const one: Rational = { numerator: 1, denominator: 1 };
  if (cluster.discovery === 'original-dst') return [{ who: 'the address dialled', port: undefined, probability: one }];
  const endpoints = cluster.endpoints.filter(({ weight }) => weight > 0);
  const total = endpoints.reduce((sum, { weight }) => sum + weight, 0);
  if (endpoints.length === 0) return [{ who: '', port: undefined, probability: one }];
  return joinShares(
    endpoints.flatMap(({ host, port, weight }): DestinationShare[] => {
      const share = toRational(weight, total);
      const workloads = network.find({ host, port });
      if (workloads === undefined) return [{ who: host, port, probability: share }];
      if (workloads.length === 0) return [{ who: '', port: undefined, probability: share }];
      return workloads.map(({ name, share: own }) => ({ who: name, port, probability: multiply(share, own) }));
    }),
  );
}

/** Adds up what goes to one place; sorted. Shares of 0 are left out. */
export function joinShares(shares: readonly DestinationShare[]): readonly DestinationShare[] {
  const byPlace = new Map<string, DestinationShare>();
  for (const share of shares) {
    if (share.probability.numerator === 0) continue;
    const place = placeText(share);
    const known = byPlace.get(place);
    byPlace.set(
      place,
      known === undefined ? share : { ...share, probability: add(known.probability, share.probability) },
    );
  }
  return sortBy(byPlace.values(), placeText);
}

/** Where a share goes, for people. */
export function placeText({ who, port }: Pick<DestinationShare, 'who' | 'port'>): string {
  if (who === '') return 'nobody (503)';
  return port === undefined ? who : `${who}:${port}`;
}
