import type { Criterion, Tolerance } from '../../ir/rollout/criterion.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import type { RolloutTiming } from '../../ir/rollout/rollout-timing.js';
import type { Strategy } from '../../ir/rollout/strategy.js';
import { isToken } from '../syntax/is-token.js';
import { parsePromqlSelector } from '../../util/promql-selector.js';
import { showValue } from '../words/show-value.js';
import { conditionProblems } from './condition-problems.js';
import { expectDuration } from './expect-duration.js';
import { expectPositive } from './expect-positive.js';
import { expectWholeNumber } from './expect-whole-number.js';
import type { ValueProblem } from './value-problem.js';

const longestMs = 30 * 86_400_000;

/**
 * Judges the values of a rollout. Shares are told in percent, as the program gives them.
 */
export function* rolloutProblems(rollout: Rollout): Generator<ValueProblem> {
  const { criteria, strategy, timing, windows, affinity, traffic } = rollout;
  yield* strategyProblems(strategy);
  for (const criterion of criteria) yield* criterionProblems(criterion);
  yield* expectShare('chance of a false rollback', rollout.falseRollback, { most: 0.5 });
  yield* expectShare('chance of a false promotion', rollout.falsePromotion, { most: 0.5 });
  yield* expectShare('harm budget', rollout.harmBudget, { most: 1 });
  yield* expectWholeNumber('least number of requests', rollout.leastRequests, { from: 0, to: 2 ** 53 - 1 });
  yield* timingProblems(timing);
  for (const { days, fromMinute, toMinute } of windows) {
    for (const day of days) yield* expectWholeNumber('day of its hours', day, { from: 0, to: 6 });
    if (Number.isNaN(fromMinute) || Number.isNaN(toMinute))
      yield { what: 'time of its hours', got: 'something else', expected: 'HH:MM, from 00:00 to 23:59' };
  }
  if (affinity !== undefined) yield* affinityProblems(affinity);
  if (traffic === undefined) return;
  yield* expectPositive('expected rate', traffic.requestsPerSecond, 'requests a second');
  yield* expectShare('expected share of bad events', traffic.badShare, { most: 1, least: 0 });
  if (!(traffic.clump >= 1))
    yield { what: 'number of bad events that come together', got: showValue(traffic.clump), expected: '1 or more' };
}

function* affinityProblems({ cookie, ttlMs }: NonNullable<Rollout['affinity']>): Generator<ValueProblem> {
  yield* expectDuration("lifetime of its cookie's value", ttlMs);
  // RFC 6265, section 4.1.1: the name of a cookie is a token.
  if (!isToken(cookie))
    yield { what: 'name of its cookie', got: showValue(cookie), expected: 'letters, digits and "-"' };
}

function* strategyProblems(strategy: Strategy): Generator<ValueProblem> {
  switch (strategy.kind) {
    case 'paced':
      yield* expectShare('first weight', strategy.first, { most: 1 });
      yield* expectShare('highest weight', strategy.most, { most: 1 });
      if (strategy.first > strategy.most)
        yield { what: 'first weight', got: percent(strategy.first), expected: `at most ${percent(strategy.most)}` };
      return;
    case 'steps':
      for (const [index, { weight, holdMs }] of strategy.steps.entries()) {
        const step = `step ${String(index + 1)}`;
        yield* expectShare(`weight of ${step}`, weight, { most: 1 });
        yield* expectDuration(`time of ${step}`, holdMs);
        const before = strategy.steps[index - 1]?.weight ?? 0;
        if (weight > before || !(weight > 0)) continue;
        yield {
          what: `weight of ${step}`,
          got: percent(weight),
          expected: `more than that of the step before, ${percent(before)}`,
        };
      }
      return;
    case 'mirror':
      yield* expectShare('share of copied requests', strategy.share, { most: 1 });
      return;
    case 'a-b':
      yield* conditionProblems(strategy.match);
      return;
    case 'blue-green':
      return;
  }
}

function* criterionProblems({ name, measure, tolerance, errorShare, mustFind }: Criterion): Generator<ValueProblem> {
  const what = `of criterion "${name}"`;
  if (measure.kind === 'latency-over') yield* expectDuration(`bound ${what}`, measure.edgeMs);
  if (measure.kind === 'saturation') yield* expectShare(`bound ${what}`, measure.over, { most: 1 });
  yield* selectorProblems(measure, what);
  yield* toleranceProblems(tolerance, what, measure.kind === 'rate' ? Infinity : 1);
  if (!(errorShare > 0)) yield { what: `weight ${what}`, got: showValue(errorShare), expected: 'more than 0' };
  if (mustFind !== undefined) yield* expectShare(`effect that must be found ${what}`, mustFind, { most: 1 });
}

/** What is counted has to be a counter: functions and ranges are added when it is read. */
function* selectorProblems(measure: Criterion['measure'], what: string): Generator<ValueProblem> {
  const selectors =
    measure.kind === 'counters' ? [measure.total, measure.bad] : measure.kind === 'rate' ? [measure.events] : [];
  for (const selector of selectors) {
    if (parsePromqlSelector(selector) !== undefined) continue;
    yield {
      what: `counter ${what}`,
      got: showValue(selector),
      expected: 'a selector of series in PromQL, such as orders_total{result="failed"}',
      hint: 'leave out functions, operators and ranges: the counter itself is read, again and again',
    };
  }
}

function* toleranceProblems(tolerance: Tolerance, what: string, most: number): Generator<ValueProblem> {
  if (tolerance.kind === 'absolute') {
    yield* expectShare(`"max" ${what}`, tolerance.max, { most, least: 0 });
    return;
  }
  const { ratio, margin } = tolerance;
  if (!(ratio >= 1 && ratio <= 1000))
    yield { what: `ratio ${what}`, got: showValue(ratio), expected: 'a number from 1 to 1000' };
  yield* expectShare(`margin ${what}`, margin, { most, least: 0 });
  if (ratio === 1 && margin === 0)
    yield {
      what: `tolerance ${what}`,
      got: 'nothing at all',
      expected: 'a ratio over 1 or a margin over 0',
      hint: 'no number of requests can prove that two versions are exactly alike',
    };
}

function* timingProblems({ watchShare, ...durations }: RolloutTiming): Generator<ValueProblem> {
  for (const [name, value] of Object.entries(durations)) {
    if (Number.isInteger(value) && value >= 1 && value <= longestMs) continue;
    const what = `"${name.slice(0, -2)}" of its timing`;
    yield { what, got: `${showValue(value)} ms`, expected: 'whole milliseconds, from 1 ms to 30 days' };
  }
  yield* expectShare('share that is left for the watch', watchShare, { most: 0.5, least: 0 });
}

/** Judges a share: over 0, or from `least`, up to `most`. */
function* expectShare(
  what: string,
  value: number,
  { most, least }: { readonly most: number; readonly least?: number },
): Generator<ValueProblem> {
  const isEnough = least === undefined ? value > 0 : value >= least;
  if (isEnough && value <= most) return;
  const from = least === undefined ? 'over 0' : percent(least);
  const to = Number.isFinite(most) ? ` and up to ${percent(most)}` : '';
  yield { what, got: percent(value), expected: `${from}${to}` };
}

function percent(share: number): string {
  // As the program has it: 0.07 x 100 is not 7.
  return `${showValue(Number((share * 100).toPrecision(12)))} %`;
}
