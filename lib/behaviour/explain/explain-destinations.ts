import type { Branch, RequestStep } from '../../simulate/network/request-step.js';
import { add } from '../../simulate/rational/add.js';
import { describeEndpoint } from './describe-endpoint.js';
import type { ExplainedEnd, ExplainedStep } from './explained-step.js';
import type { OriginLookup } from './origin-of.js';

/** The clusters that a proxy sends to and who is behind them, the clusters in the configuration's order. */
export function explainDestinations(
  { branches }: RequestStep,
  behind: string | undefined,
  origins: OriginLookup,
): readonly ExplainedStep[] {
  const byCluster = new Map<string, Branch[]>();
  for (const branch of branches) byCluster.set(branch.cluster, [...(byCluster.get(branch.cluster) ?? []), branch]);
  return [...byCluster].map(([cluster, parts]): ExplainedStep => {
    const ends = parts.map((part) => endOf(part, behind));
    const probability = ends.map((end) => end.probability).reduce(add);
    return { kind: 'destination', cluster, probability, ends, origin: origins.cluster(cluster) };
  });
}

function endOf({ end, probability, request }: Branch, behind: string | undefined): ExplainedEnd {
  switch (end.kind) {
    case 'workload':
      // Two versions behind equal proxies are told in one hop, whose own program has no name of its own.
      return end.workload === behind
        ? { kind: 'own-workload', name: '', probability }
        : { kind: 'workload', name: end.workload, probability };
    case 'proxy':
      return { kind: 'workload', name: end.workload, probability };
    case 'outside':
      return { kind: 'outside', name: end.endpoints.map(describeEndpoint).join(', '), probability };
    case 'nowhere':
      return { kind: end.reason, name: request === undefined ? 'closed' : String(end.status), probability };
  }
}
