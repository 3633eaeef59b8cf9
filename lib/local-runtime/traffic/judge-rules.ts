import type { SeenRule } from './rule-tally.js';
import { twoSidedPValue } from './two-sided-p-value.js';

/** A rule, what was seen of it, and whether the two agree. */
export interface JudgedRule extends SeenRule {
  /** Absent without requests. */
  readonly seenPercent?: number;
  /** How likely a count at least as far out is if the proxies do as configured. Absent without requests. */
  readonly pValue?: number;
  readonly verdict: 'fits' | 'differs' | 'not-seen';
}

/**
 * Probability that a whole table holds a "differs" though every proxy does as configured. It is shared out evenly over
 * the rules (Bonferroni), so that it holds however many there are. One in a million: with a thousand requests a share that
 * is seven points off is found all the same.
 */
const falseAlarmProbability = 1e-6;

/** Compares what the mesh configures with what was seen. */
export function judgeRules(seen: readonly SeenRule[]): readonly JudgedRule[] {
  const limit = falseAlarmProbability / Math.max(1, seen.length);
  return seen.map((one) => {
    const { rule, met, requests } = one;
    if (requests === 0) return { ...one, verdict: 'not-seen' };
    const pValue = twoSidedPValue(met, requests, rule.percent / 100);
    return { ...one, seenPercent: (100 * met) / requests, pValue, verdict: pValue < limit ? 'differs' : 'fits' };
  });
}
