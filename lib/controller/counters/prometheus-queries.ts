import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { regexText } from '../../targets/envoy/routes/regex-text.js';
import { parsePromqlSelector } from '../../util/promql-selector.js';
import type { ArmClusters } from './arm-clusters.js';
import type { ArmPods } from './arm-pods.js';
import { envoyCounterLabels as label, envoyCounterNames as names } from './envoy-counter-names.js';

/** What all queries of a read have in common. */
export interface QueryScope {
  /** Matchers of PromQL that are added to each selector; may be empty. */
  readonly matchers: string;
  /** How old a reading may be, ms. */
  readonly freshMs: number;
}

/**
 * Asks for all that proxies have counted of a rollout's clusters: the counters as they are, with the times at which they were read. One
 * query, so that all counters of a proxy are of one reading.
 */
export function envoyQuery(
  { criteria }: RolloutPlan,
  clusters: ArmClusters,
  { matchers, freshMs }: QueryScope,
): string {
  const edges = criteria.flatMap(({ measure }) => (measure.kind === 'latency-over' ? [measure.edgeMs] : []));
  const isCounted = (kind: Criterion['measure']['kind']): boolean =>
    criteria.some(({ measure }) => measure.kind === kind);
  const wanted = [
    names.completed,
    names.timeouts,
    ...(isCounted('error-ratio') ? [names.byClass] : []),
    ...(isCounted('denied-ratio') ? [names.byCode] : []),
    ...(isCounted('error-ratio') || isCounted('denied-ratio') ? [`${names.byGrpcStatus}[0-9]+`] : []),
    ...(isCounted('latency-over') ? [names.timeBucket] : []),
  ];
  // What has not the label at all has it empty. Prometheus 3 writes the edge 250 as 250.0.
  return ranged(
    [
      `__name__=~\`${wanted.join('|')}\``,
      `${label.cluster}=~\`${clusters.pattern}\``,
      `${label.class}=~\`5|\``,
      `${label.code}=~\`401|403|429|\``,
      `${label.edge}=~\`${['[+]Inf', '', ...edges.map((edge) => `${edge}([.]0)?`)].join('|')}\``,
      matchers,
    ],
    freshMs,
  );
}

/** Asks for what a user's selector finds at the pods of both sides. Undefined where it is no selector. */
export function customQuery(selector: string, pods: ArmPods, { matchers, freshMs }: QueryScope): string | undefined {
  const parsed = parsePromqlSelector(selector);
  if (parsed === undefined) return undefined;
  return `${parsed.metric}${ranged([parsed.matchers, pods.matchers, matchers], freshMs)}`;
}

/** Asks whether a user's selector has found anything, anywhere, in the last day. */
export function everFoundQuery(selector: string): string {
  return `count(last_over_time(${selector}[1d]))`;
}

/** Asks when readers of some jobs were tried last, seconds; negative where it failed. */
export function triesQuery(jobs: readonly string[], { matchers }: QueryScope): string {
  const up = `up{${joined([`job=~\`${jobs.map(regexText).join('|')}\``, matchers])}}`;
  return `timestamp(${up}) * (2 * ${up} - 1)`;
}

// As the kubelet counts, and as kube-state-metrics tells: https://kubernetes.io/docs/reference/instrumentation/metrics/
const usageMetrics = { cpu: 'container_cpu_usage_seconds_total', memory: 'container_memory_working_set_bytes' };

/** Asks what containers of both sides have used of a resource. */
export function usageQuery(resource: 'cpu' | 'memory', pods: ArmPods, { matchers, freshMs }: QueryScope): string {
  // What is of no container is the sum of a pod's, or what holds its network.
  return `${usageMetrics[resource]}${ranged(['container!~`|POD`', pods.matchers, matchers], freshMs)}`;
}

/** Asks how much of a resource containers of both sides may use. */
export function limitQuery(resource: 'cpu' | 'memory', pods: ArmPods, { matchers }: QueryScope): string {
  return `kube_pod_container_resource_limits{${joined([`resource=\`${resource}\``, pods.matchers, matchers])}}`;
}

function ranged(matchers: readonly string[], ms: number): string {
  return `{${joined(matchers)}}[${ms}ms]`;
}

function joined(matchers: readonly string[]): string {
  return matchers.filter((each) => each !== '').join(',');
}
