/** Requests a second over the last seconds, by name of what is counted. */
export interface RecentRates {
  /** Takes the counts of a moment, in ms, and returns the rates up to it. */
  readonly update: (countByName: ReadonlyMap<string, number>, now: number) => ReadonlyMap<string, number>;
}

const windowMs = 5_000;

/** Makes rates without a past. */
export function createRecentRates(): RecentRates {
  let past: readonly { readonly at: number; readonly countByName: ReadonlyMap<string, number> }[] = [];
  return {
    update(countByName, now) {
      past = [...past.filter(({ at }) => now - at <= windowMs), { at: now, countByName }];
      const [oldest] = past;
      const seconds = oldest === undefined ? 0 : (now - oldest.at) / 1000;
      return new Map(
        [...countByName].map(([name, count]) => [
          name,
          seconds === 0 ? 0 : (count - (oldest?.countByName.get(name) ?? 0)) / seconds,
        ]),
      );
    },
  };
}
