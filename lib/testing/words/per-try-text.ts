import { describeDuration } from '../../behaviour/explain/describe-duration.js';

/** The longest time of one try, as the end of a sentence. */
export function perTryText(timeMs: number | 'none'): string {
  return ` with ${describeDuration(timeMs)} for each try`;
}
