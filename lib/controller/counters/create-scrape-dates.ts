/**
 * Gives each reading of Prometheus one date by our clock, whatever is found out of the difference of the two meanwhile: a reading that is
 * seen again must not look like a new one.
 */
export function createScrapeDates(): (scrapedMs: number, aheadMs: number) => number {
  let last: { readonly scrapedMs: number; readonly dateMs: number } | undefined;
  return (scrapedMs, aheadMs) => {
    if (last?.scrapedMs !== scrapedMs) last = { scrapedMs, dateMs: Math.floor(scrapedMs - aheadMs) };
    return last.dateMs;
  };
}
