import type { Outcome } from '../../simulate/decision.js';
import { describeDuration } from './describe-duration.js';
import type { ExplainedStep, ExplainedValue } from './explained-step.js';
import type { OriginLookup } from './origin-of.js';

/** How long a forwarded request may take, and how often it is tried, each value with the place that set it. */
export function explainLimits(
  outcome: Extract<Outcome, { kind: 'forward' }>,
  route: string,
  origins: OriginLookup,
): readonly ExplainedStep[] {
  const { requestTimeoutMs, idleTimeoutMs, retries } = outcome;
  const set = (name: string, value: string, field: string): ExplainedValue => ({
    name,
    value,
    origin: origins.route(route, field),
  });
  const timeouts = [
    set('request', describeDuration(requestTimeoutMs), 'timeout.requestMs'),
    set('idle', describeDuration(idleTimeoutMs), 'timeout.idleMs'),
  ];
  const tries =
    retries === undefined || retries.attempts === 0
      ? [{ name: 'attempts', value: 'none', origin: origins.route(route, 'retries.attempts') }]
      : [
          set('attempts', `at most ${String(retries.attempts)}`, 'retries.attempts'),
          set('on', retries.on.join(', '), 'retries.on'),
          ...(retries.statusCodes.length === 0
            ? []
            : [set('statuses', retries.statusCodes.join(', '), 'retries.statusCodes')]),
          set('each try', describeDuration(retries.perTryTimeoutMs), 'retries.perTryTimeoutMs'),
          set('back-off from', describeDuration(retries.backOffBaseMs), 'retries.backOffBaseMs'),
          set('back-off up to', describeDuration(retries.backOffMaxMs), 'retries.backOffMaxMs'),
        ];
  return [
    { kind: 'timeouts', values: timeouts, origin: undefined },
    { kind: 'retries', values: tries, origin: undefined },
  ];
}
