import { merged, type Rule } from './rule.js';

const intervalMs = 60_000;
const leastSuccess = 0.99;

/**
 * Flagger's usual analysis: each minute the success rate of the canary in that minute, at least 99 %. A check fails below it, and where
 * there are no values. Failed checks add up and are not forgotten; the rollout goes back at so many (pkg/controller/scheduler.go, 1.44).
 */
export function flagger(threshold: number): Rule {
  return {
    name: `Flagger, threshold ${threshold}`,
    rollbackMs: (windows) => {
      let failed = 0;
      for (const [index, { canary }] of merged(windows, intervalMs).entries()) {
        const isGood = canary.total > 0 && 1 - canary.bad / canary.total >= leastSuccess;
        failed += isGood ? 0 : 1;
        if (failed >= threshold) return (index + 1) * intervalMs;
      }
      return Infinity;
    },
  };
}
