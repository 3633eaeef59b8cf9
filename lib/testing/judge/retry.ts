import type { RetryRule } from '../../simulate/route/retry-rule.js';
import { retriesOf } from '../ask/retries-of.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import type { ExpectedRetries } from '../request-expectation.js';
import { conditionsText } from '../words/conditions-text.js';
import { perTryText } from '../words/per-try-text.js';
import { retriesText } from '../words/retries-text.js';

/** Whether a proxy on the way of every request tries again as expected. */
export function judgeRetry(asked: Asked, wanted: ExpectedRetries = {}): Failure | undefined {
  const { results } = asked.trace;
  if (results.every((result) => retriesOf(result).some((rule) => isAsExpected(rule, wanted)))) return undefined;
  return { expected: `to be tried again${wantedText(wanted)}`, got: retriesText(asked) };
}

function isAsExpected(rule: RetryRule, { attempts, on, perTryTimeout }: ExpectedRetries): boolean {
  const perTryMs = milliseconds(perTryTimeout);
  return (
    (attempts === undefined || rule.attempts === attempts) &&
    (on === undefined || conditionsText(on) === conditionsText([...rule.on, ...rule.statusCodes])) &&
    (perTryMs === undefined || rule.perTryTimeoutMs === perTryMs)
  );
}

function wantedText({ attempts, on, perTryTimeout }: ExpectedRetries): string {
  const perTryMs = milliseconds(perTryTimeout);
  return [
    ...(attempts === undefined ? [] : [` ${attempts} times`]),
    ...(on === undefined ? [] : [` on ${conditionsText(on)}`]),
    ...(perTryMs === undefined ? [] : [perTryText(perTryMs)]),
  ].join('');
}

function milliseconds(time: ExpectedRetries['perTryTimeout']): number | 'none' | undefined {
  return time === undefined || time === 'none' ? time : time.toMilliseconds();
}
