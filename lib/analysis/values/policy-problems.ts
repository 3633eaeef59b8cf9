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
export function* policyProblems(policies: Policies): Generator<{ readonly problem: ValueProblem; readonly origin: Origin }> {
  for (const kind of kinds) yield* judge(kind, policies);
}

function* judge<Kind extends PolicyKind>(
  kind: Kind,
  policies: Policies,
): Generator<{ readonly problem: ValueProblem; readonly origin: Origin }> {
  // A policy of a kind has the type of that kind; TypeScript does not follow the index through `Partial`.
  const policy = policies[kind] as PolicyByKind[Kind] | undefined;
  if (policy === undefined) return;
  for (const problem of judges[kind](policy)) yield { problem, origin: policy.origin };
}
