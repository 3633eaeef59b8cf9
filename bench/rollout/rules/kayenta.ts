import { merged, type Rule } from './rule.js';

const pointMs = 10_000;
const judgeMs = 300_000;
// 98 % on two sides.
const normalQuantile = 2.326;
const tolerance = 0.25;

/**
 * Kayenta's classifier on points of 10 s, judged every 5 minutes over all points so far: it fails when the lower end of the
 * Mann-Whitney interval of the shift (98 %) lies above a quarter of the estimated shift, and the means have risen (MannWhitneyClassifier.scala). One
 * metric, so a failure is a score of 0. Points without requests are left out.
 */
export const kayenta: Rule = {
  name: 'Kayenta, judged every 5 min',
  rollbackMs: (windows) => {
    const points = merged(windows, pointMs);
    const each = judgeMs / pointMs;
    for (let end = each; end <= points.length; end += each) {
      const seen = points.slice(0, end);
      const of = (side: 'canary' | 'stable'): readonly number[] =>
        seen.filter((point) => point[side].total > 0).map((point) => point[side].bad / point[side].total);
      if (isHigher(of('canary'), of('stable'))) return end * pointMs;
    }
    return Infinity;
  },
};

function isHigher(canary: readonly number[], stable: readonly number[]): boolean {
  if (canary.length === 0 || stable.length === 0) return false;
  const differences = canary.flatMap((one) => stable.map((other) => one - other)).sort((left, right) => left - right);
  const [m, n] = [canary.length, stable.length];
  // The rank of the interval's lower end among the differences, by the normal approximation.
  const rank = Math.max(0, Math.floor((m * n) / 2 - normalQuantile * Math.sqrt((m * n * (m + n + 1)) / 12)));
  const lower = differences[rank] ?? 0;
  const estimate = differences[Math.floor(differences.length / 2)] ?? 0;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return lower > tolerance * Math.abs(estimate) && mean(canary) > mean(stable);
}
