import type { Origin } from '../../diagnostics/origin.js';
import type { HashKey, LoadBalancingPolicy } from '../../ir/policies/load-balancing.js';
import type { Policies } from '../../ir/policies/policies.js';
import type { RetriesPolicy } from '../../ir/policies/retries.js';
import { emptyTexts } from './empty-texts.js';
import type { Empty } from './empty.js';

/**
 * Finds what is empty in the policies of one scope; each with the place that set the policy.
 */
export function* policyEmpties(policies: Policies): Generator<{ readonly empty: Empty; readonly origin: Origin }> {
  const { loadBalancing, retries, fault } = policies;
  if (loadBalancing !== undefined) {
    for (const empty of loadBalancingEmpties(loadBalancing)) yield { empty, origin: loadBalancing.origin };
  }
  if (retries !== undefined && retriesNothing(retries)) {
    const hint = 'name what is retried, or leave out "on"; attempts: 0 turns retries off';
    yield { empty: { what: 'list of retry conditions', hint }, origin: retries.origin };
  }
  if (fault !== undefined && fault.delay === undefined && fault.abort === undefined) {
    yield { empty: { what: 'fault', hint: 'give it a "delay" or an "abort"' }, origin: fault.origin };
  }
}

function retriesNothing({ on, statusCodes = [] }: RetriesPolicy): boolean {
  return on?.length === 0 && statusCodes.length === 0;
}

function* loadBalancingEmpties(policy: LoadBalancingPolicy): Generator<Empty> {
  if (policy.kind === 'ring-hash' || policy.kind === 'maglev') yield* hashKeyEmpties(policy.hashOn);
}

// An untyped program may leave the keys out.
function* hashKeyEmpties(keys: readonly HashKey[] = []): Generator<Empty> {
  if (keys.length === 0) {
    yield {
      what: 'list of what to balance by',
      hint: 'give "hashOn" at least one key, for example HashKey.sourceIp()',
    };
  }
  for (const key of keys)
    if (key.kind !== 'source-ip') yield* emptyTexts({ [`name of a ${key.kind} to balance by`]: key.name });
}
