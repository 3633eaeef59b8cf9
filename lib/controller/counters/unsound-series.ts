import type { CounterSeries } from '../../rollout/counters/counter-snapshot.js';
import { isSoundSeries } from '../../rollout/counters/is-sound-series.js';
import { tooManyMissing } from './too-many-missing.js';

/** Why series are no counters, in a sentence; undefined where they are, or so few are not that the others tell enough. */
export function unsoundSeries(series: readonly CounterSeries[]): string | undefined {
  const unsound = series.filter((each) => !isSoundSeries(each));
  const [first] = unsound;
  if (first === undefined || !tooManyMissing(unsound.length, series.length)) return undefined;
  const numbers = JSON.stringify({ requests: String(first.requests), ...first.counts });
  return `${unsound.length} of ${series.length} counters are no whole numbers, for example those of "${first.series}": ${numbers}`;
}
