import type { Criterion, Measure } from '../../ir/rollout/criterion.js';
import type { CounterSeries, CumulativeCount } from '../../rollout/counters/counter-snapshot.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { ArmClusters } from './arm-clusters.js';
import type { CounterSample } from './counter-sample.js';
import { envoyCounterLabels as label, envoyCounterNames as names } from './envoy-counter-names.js';
import { tooManyMissing } from './too-many-missing.js';

/** What proxies counted. */
export interface EnvoySeries {
  /** One for each reader and cluster. */
  readonly series: readonly CounterSeries[];
  /** Why a criterion cannot be told at all, in a sentence. */
  readonly problem?: string;
}

/** Kinds of measures that callers' proxies count. */
export type EnvoyMeasure = Extract<Measure, { readonly kind: 'error-ratio' | 'latency-over' | 'denied-ratio' }>;

/** Whether callers' proxies count it. */
export function isEnvoyMeasure(measure: Measure): measure is EnvoyMeasure {
  return measure.kind === 'error-ratio' || measure.kind === 'latency-over' || measure.kind === 'denied-ratio';
}

/** What one proxy has counted of one cluster. What is not there was never counted up. */
interface Tally {
  readonly reader: string;
  readonly cluster: string;
  readonly side: 'canary' | 'stable';
  readonly completed: number;
  readonly timeouts: number;
  readonly byClass: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
  readonly byGrpcStatus: Readonly<Record<string, number>>;
  /** By upper edge. */
  readonly byEdge: ReadonlyMap<number, number>;
}

/**
 * Makes series of what proxies have counted of the clusters of a rollout. A "pod" is the caller's proxy: Envoy tells requests apart from
 * tries by cluster, not by endpoint.
 */
export function envoySeries(plan: RolloutPlan, clusters: ArmClusters, samples: readonly CounterSample[]): EnvoySeries {
  const tallies = tally(clusters, samples);
  const criteria = plan.criteria.flatMap(({ name, measure }) => (isEnvoyMeasure(measure) ? [{ name, measure }] : []));
  const series = tallies.map((each): CounterSeries => {
    const counts = criteria.flatMap(({ name, measure }): readonly (readonly [string, CumulativeCount])[] => {
      const count = countOf(measure, each);
      return count === undefined ? [] : [[name, count]];
    });
    return {
      series: `${each.reader} ${each.cluster}`,
      pod: each.reader,
      side: each.side,
      requests: each.completed,
      counts: Object.fromEntries(counts),
    };
  });
  const problem = criteria.map((criterion) => problemOf(criterion, tallies)).find((each) => each !== undefined);
  return { series, ...(problem === undefined ? {} : { problem }) };
}

function tally(clusters: ArmClusters, samples: readonly CounterSample[]): readonly Tally[] {
  interface Growing extends Tally {
    completed: number;
    timeouts: number;
    readonly byClass: Record<string, number>;
    readonly byCode: Record<string, number>;
    readonly byGrpcStatus: Record<string, number>;
    readonly byEdge: Map<number, number>;
  }
  const nothing = (): Pick<Growing, 'completed' | 'timeouts' | 'byClass' | 'byCode' | 'byGrpcStatus'> => ({
    completed: 0,
    timeouts: 0,
    byClass: {},
    byCode: {},
    byGrpcStatus: {},
  });
  const growing = new Map<string, Growing>();
  for (const { reader, metric, labels, value } of samples) {
    const cluster = labels[label.cluster] ?? '';
    const side = clusters.sideOf(cluster);
    if (side === undefined) continue;
    const key = `${reader} ${cluster}`;
    const one: Growing = growing.get(key) ?? { reader, cluster, side, ...nothing(), byEdge: new Map() };
    if (metric === names.completed) one.completed = value;
    else if (metric === names.timeouts) one.timeouts = value;
    else if (metric === names.byClass) one.byClass[labels[label.class] ?? ''] = value;
    else if (metric === names.byCode) one.byCode[labels[label.code] ?? ''] = value;
    else if (metric === names.timeBucket) one.byEdge.set(edgeOf(labels[label.edge] ?? ''), value);
    else if (metric.startsWith(names.byGrpcStatus)) one.byGrpcStatus[metric.slice(names.byGrpcStatus.length)] = value;
    else continue;
    growing.set(key, one);
  }
  return [...growing.values()];
}

// UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS: what is a 5xx in HTTP. https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
const serverFaults = ['2', '4', '12', '13', '14', '15'];
// PERMISSION_DENIED, RESOURCE_EXHAUSTED, UNAUTHENTICATED: 403, 429, 401.
const refusals = ['7', '8', '16'];

/**
 * Undefined: the proxy cannot tell. What a proxy answers itself to a gRPC call it counts by HTTP status and by that of gRPC: the greater
 * number of the two has each request once.
 */
function countOf(measure: EnvoyMeasure, one: Tally): CumulativeCount | undefined {
  switch (measure.kind) {
    case 'error-ratio':
      return { total: one.completed, bad: Math.max(one.byClass['5'] ?? 0, sumOf(one.byGrpcStatus, serverFaults)) };
    case 'denied-ratio':
      return {
        total: one.completed,
        bad: Math.max(sumOf(one.byCode, ['401', '403', '429']), sumOf(one.byGrpcStatus, refusals)),
      };
    case 'latency-over': {
      // A histogram that is not there has counted nothing. One without the edge is of a proxy that was started without it.
      const all = one.byEdge.size === 0 ? 0 : one.byEdge.get(Infinity);
      const within = one.byEdge.size === 0 ? 0 : one.byEdge.get(measure.edgeMs);
      if (all === undefined || within === undefined) return undefined;
      return { total: all + one.timeouts, bad: all - within + one.timeouts };
    }
  }
}

function problemOf(
  { name, measure }: Pick<Criterion, 'name'> & { readonly measure: EnvoyMeasure },
  tallies: readonly Tally[],
): string | undefined {
  if (measure.kind !== 'latency-over') return undefined;
  const readers = new Set(tallies.map(({ reader }) => reader));
  const without = new Set(tallies.filter((each) => countOf(measure, each) === undefined).map(({ reader }) => reader));
  if (!tooManyMissing(without.size, readers.size)) return undefined;
  const [first = ''] = without;
  return `criterion "${name}" cannot be told: ${without.size} of ${readers.size} proxies, among them "${first}", have no bucket of response times that ends at ${measure.edgeMs} ms; they were started before it was asked for, or it is left out when they are read`;
}

function sumOf(counts: Readonly<Record<string, number>>, keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + (counts[key] ?? 0), 0);
}

/** `250`, `250.0`, `+Inf`. */
function edgeOf(text: string): number {
  return text === '+Inf' ? Infinity : Number(text);
}
