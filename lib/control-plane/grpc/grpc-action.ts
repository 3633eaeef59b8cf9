import type {
  RetryPolicy,
  RouteAction,
  RouteAction_Fields,
  RouteAction_HashPolicy,
} from 'envoy-config-types/envoy/config/route/v3';
import type { EffectiveHttpRoute, EffectiveRetries } from '../../ir/effective-mesh.js';
import type { HashKey } from '../../ir/policies/load-balancing.js';
import type { RetryCondition } from '../../ir/policies/retries.js';
import { durationText } from '../../targets/envoy/duration-text.js';
import { integerWeights } from '../../targets/envoy/routes/integer-weights.js';

/** The conditions that gRPC clients retry on, all of them gRPC statuses. gRFC A44, "Retry Policy". */
const retriedStatuses: ReadonlySet<RetryCondition> = new Set([
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
] as const);

/** In grpcio 1.85 a pause of less than a millisecond never ends, and 0.8 of it is what jitter makes of it. */
const shortestBackOffMs = 2;

/** Whether a gRPC client retries on a condition. */
export function isRetriedByGrpc(condition: RetryCondition): boolean {
  return retriedStatuses.has(condition);
}

type Forward = Extract<EffectiveHttpRoute['action'], { readonly kind: 'forward' }>;

/** Sends calls on, with what gRPC clients know of timeouts, retries and hashing. gRFC A28, A31, A42, A44. */
export function grpcAction(route: EffectiveHttpRoute, action: Forward): RouteAction {
  const timeout = route.timeout.requestMs.value;
  const retries = route.retries === undefined ? undefined : grpcRetries(route.retries);
  const hashing = action.hashOn.flatMap(hashPolicy);
  const fields: RouteAction_Fields = {
    ...(timeout === 'none' ? {} : { max_stream_duration: { max_stream_duration: durationText(timeout) } }),
    ...(retries === undefined ? {} : { retry_policy: retries }),
    ...(hashing.length === 0 ? {} : { hash_policy: hashing }),
  };
  const [only, ...others] = action.destinations;
  if (only !== undefined && others.length === 0) return { ...fields, cluster: only.destination };
  const weights = integerWeights(action.destinations.map(({ weight }) => weight));
  const clusters = action.destinations.map(({ destination }, index) => ({
    name: destination,
    weight: weights[index] ?? 0,
  }));
  return { ...fields, weighted_clusters: { clusters } };
}

function grpcRetries(retries: EffectiveRetries): RetryPolicy | undefined {
  const conditions = retries.on.value.filter(isRetriedByGrpc);
  if (conditions.length === 0) return undefined;
  return {
    retry_on: conditions.join(','),
    num_retries: retries.attempts.value,
    retry_back_off: {
      base_interval: durationText(Math.max(retries.backOffBaseMs.value, shortestBackOffMs)),
      max_interval: durationText(Math.max(retries.backOffMaxMs.value, shortestBackOffMs)),
    },
  };
}

function hashPolicy(key: HashKey): RouteAction_HashPolicy[] {
  switch (key.kind) {
    case 'header':
      return [{ header: { header_name: key.name }, terminal: true }];
    case 'source-ip':
      // The client is the source, so all that it sends over one channel belongs together.
      return [{ filter_state: { key: 'io.grpc.channel_id' }, terminal: true }];
    case 'cookie':
    case 'query':
      return [];
  }
}
