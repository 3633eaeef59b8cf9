import type { ChangeSeverity } from './change-severity.js';
import type { JsonDifference } from './json-differences.js';

/** How much it weighs that a field has another value: a longer time limit is no harm, anything else may be. */
export function severityOfDifference({ path, before, after }: JsonDifference): ChangeSeverity {
  const [was, is] = [secondsOf(before), secondsOf(after)];
  return path.endsWith('timeout') && was !== undefined && is !== undefined && is > was ? 'neutral' : 'risky';
}

/** Envoy writes no limit as 0. */
function secondsOf(text: string | undefined): number | undefined {
  const seconds = /^([\d.]+)s$/.exec(text ?? '')?.[1];
  if (seconds === undefined) return undefined;
  return Number(seconds) === 0 ? Number.POSITIVE_INFINITY : Number(seconds);
}
