/** How often a time has passed a multiple of an interval in its last step: for what is done again at intervals. */
export function crossings(timeMs: number, elapsedMs: number, intervalMs: number): number {
  return Math.floor(timeMs / intervalMs) - Math.floor(Math.max(0, timeMs - elapsedMs) / intervalMs);
}
