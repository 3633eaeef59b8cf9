import type { RetryPolicy } from 'envoy-config-types/envoy/config/route/v3';
import type { RetryRule } from '../route/retry-rule.js';
import { durationMs } from './duration-ms.js';
import type { Note } from './note.js';
import { noteUnknownFields } from './note-unknown-fields.js';

const known = new Set([
  'retry_on',
  'num_retries',
  'per_try_timeout',
  'retry_back_off',
  'retriable_status_codes',
  'retry_host_predicate',
  'host_selection_retry_max_attempts',
]);
/** Envoy's base interval where a policy says none; the longest is ten times the base. */
const defaultBaseMs = 25;

/** Reads a retry policy with Envoy's defaults. */
export function readRetries(policy: RetryPolicy, note: Note): RetryRule {
  noteUnknownFields(policy, known, (field) => {
    note(`retry_policy.${field}`);
  });
  const { retry_back_off: backOff } = policy;
  const backOffBaseMs = backOff === undefined ? defaultBaseMs : Math.max(1, durationMs(backOff.base_interval));
  const perTryMs = durationMs(policy.per_try_timeout ?? '0s');
  return {
    on: (policy.retry_on ?? '')
      .split(',')
      .map((condition) => condition.trim())
      .filter((condition) => condition !== ''),
    attempts: policy.num_retries ?? 1,
    statusCodes: policy.retriable_status_codes ?? [],
    perTryTimeoutMs: perTryMs === 0 ? 'none' : perTryMs,
    backOffBaseMs,
    backOffMaxMs: backOff?.max_interval === undefined ? backOffBaseMs * 10 : durationMs(backOff.max_interval),
  };
}
