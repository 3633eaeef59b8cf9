/** A duration for people. `none` is no limit. */
export function describeDuration(duration: number | 'none'): string {
  if (duration === 'none') return 'no limit';
  return duration >= 1000 ? `${String(duration / 1000)} s` : `${String(duration)} ms`;
}
