/** A time limit for people, without loss: `1.5 s`, `20 ms`, `none`. */
export function durationWords(durationMs: number | 'none'): string {
  if (durationMs === 'none') return 'none';
  return durationMs >= 1000 ? `${durationMs / 1000} s` : `${durationMs} ms`;
}
