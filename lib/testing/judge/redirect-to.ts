import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { resultsText } from '../words/results-text.js';

/** Whether every request is redirected to a location, with a status where it is said. */
export function judgeRedirectTo(asked: Asked, location: string, status?: number): Failure | undefined {
  const isMet = asked.trace.results.every(
    ({ end }) => end.kind === 'answer' && end.location === location && (status === undefined || end.status === status),
  );
  if (isMet) return undefined;
  const code = status === undefined ? '' : ` (${status})`;
  return { expected: `to be redirected${code} to ${location}`, got: resultsText(asked) };
}
