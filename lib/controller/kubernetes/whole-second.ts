/** A time as Kubernetes writes it where it counts seconds; `ms` since the epoch of Unix. */
export function wholeSecond(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
