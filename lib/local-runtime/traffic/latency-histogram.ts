/** Durations, kept as counts: exact to the millisecond below a second, to 1 % above. */
export interface LatencyHistogram {
  readonly add: (durationMs: number) => void;
  /** The duration that a share of all, 0 to 1, do not exceed; undefined while there are none. */
  readonly quantile: (share: number) => number | undefined;
}

/** Makes an empty histogram. */
export function createLatencyHistogram(): LatencyHistogram {
  const countByMs = new Map<number, number>();
  let total = 0;
  return {
    add(durationMs) {
      const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(durationMs, 1))) - 2);
      const rounded = Math.round(durationMs / step) * step;
      countByMs.set(rounded, (countByMs.get(rounded) ?? 0) + 1);
      total += 1;
    },
    quantile(share) {
      let left = Math.max(1, Math.ceil(share * total));
      for (const [durationMs, count] of [...countByMs].sort(([a], [b]) => a - b)) {
        left -= count;
        if (left <= 0) return durationMs;
      }
      return undefined;
    },
  };
}
