import type { Policies, PolicyByKind, PolicyKind } from '../../ir/policies/policies.js';
import type { Origin } from '../../diagnostics/origin.js';
import { circuitBreakerProblems } from './circuit-breaker-problems.js';
import { faultProblems } from './fault-problems.js';
import { loadBalancingProblems } from './load-balancing-problems.js';
import { outlierDetectionProblems } from './outlier-detection-problems.js';
import { retriesProblems } from './retries-problems.js';
import { timeoutProblems } from './timeout-problems.js';
import type { ValueProblem } from './value-problem.js';

type Judges = { readonly [Kind in PolicyKind]: (policy: PolicyByKind[Kind]) => Iterable<ValueProblem> };

const judges: Judges = {
  timeout: timeoutProblems,
  retries: retriesProblems,
  fault: faultProblems,
  loadBalancing: loadBalancingProblems,
  circuitBreaker: circuitBreakerProblems,
  outlierDetection: outlierDetectionProblems,
};

const kinds = Object.keys(judges) as PolicyKind[]; // the type of `judges` names every kind and no other

/**
 * Judges the values of all policies of one scope; each problem with the place that set the policy.
 */
export function* policyProblems(
  policies: Policies,
): Generator<{ readonly problem: ValueProblem; readonly origin: Origin }> {
  for (const kind of kinds) {
    const policy = policies[kind];
    if (policy === undefined) continue;
    const judge = judges[kind] as (policy: PolicyByKind[PolicyKind]) => Iterable<ValueProblem>; // the policy is of that kind
    for (const problem of judge(policy)) yield { problem, origin: policy.origin };
  }
}
