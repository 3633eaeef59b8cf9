import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Measure } from '../../ir/rollout/criterion.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds rollouts of policies that name none, and those of policies or a configuration that ask for what only versions can do: both sides are
 * the same endpoints, and each request is drawn anew.
 */
export const rolloutPolicy = defineCheck('rollout-policy', function* ({ ir }) {
  for (const rollout of ir.rollouts) yield* judge(rollout);
});

/** What the proxies of callers count, for the policies of each request. */
const countedByProxies: ReadonlySet<Measure['kind']> = new Set([
  'error-ratio',
  'latency-over',
  'denied-ratio',
] as const);

function* judge({ name, origin, subject, strategy, affinity, criteria }: Rollout): Generator<DiagnosticDetails> {
  if (subject.kind === 'versions') return;
  const what = `rollout "${name}"`;
  const isOf = subject.kind === 'policy' ? 'is of a policy' : 'is of a configuration';
  if (subject.kind === 'policy' && Object.keys(subject.policies).length === 0) {
    yield {
      message: `${what} changes no policy of service "${subject.service}"`,
      origin,
      hint: 'say in "to" what is to change, for example a timeout',
    };
  }
  if (strategy.kind === 'mirror' || strategy.kind === 'a-b') {
    const asked = strategy.kind === 'mirror' ? 'copies requests' : 'takes requests that match first';
    yield { message: `${what} ${isOf}, and ${asked}`, origin, hint: 'use paced, steps or blueGreen' };
  }
  if (affinity !== undefined) {
    yield {
      message: `${what} ${isOf}, and keeps users by cookie "${affinity.cookie}"`,
      origin,
      hint: 'leave out the affinity: both sides are the same endpoints',
    };
  }
  for (const { name: criterion, measure } of criteria) {
    if (countedByProxies.has(measure.kind)) continue;
    yield {
      message: `criterion "${criterion}" of ${what} is counted by pods, and both sides have the same`,
      origin,
      hint: 'judge it by errorRatio, latencyOver or deniedRatio',
    };
  }
}
