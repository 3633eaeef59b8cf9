import { merged, type Rule } from './rule.js';

const intervalMs = 60_000;
const leastSuccess = 0.99;
const mostErrors = 4;

/**
 * The analysis of Argo Rollouts' documentation: each minute `result[0] >= 0.99`. More failures than `failureLimit` abort. No values are an
 * error of the measurement, and the fifth one in a row aborts too (analysis/analysis.go, 1.9).
 */
export function argo(failureLimit: number): Rule {
  return {
    name: `Argo, failureLimit ${failureLimit}`,
    rollbackMs: (windows) => {
      let failed = 0;
      let errors = 0;
      for (const [index, { canary }] of merged(windows, intervalMs).entries()) {
        errors = canary.total === 0 ? errors + 1 : 0;
        failed += canary.total > 0 && 1 - canary.bad / canary.total < leastSuccess ? 1 : 0;
        if (failed > failureLimit || errors > mostErrors) return (index + 1) * intervalMs;
      }
      return Infinity;
    },
  };
}
