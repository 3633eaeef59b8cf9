/** When an instance that fails is left alone for a while. */
export interface EjectionOptions {
  /** Failures in a row before it is. @default 5 */
  readonly failures?: number;
  /** How long the first time, in ms; so many times as long as it was before. @default 10000 */
  readonly baseMs?: number;
  /** Most of a service's instances that may be out at once, in percent, 0 to 100. @default 50 */
  readonly maxPercent?: number;
}

/** Instances that have failed too often, by what this client has seen of them. */
export interface Ejections {
  readonly noteSuccess: (id: string) => void;
  readonly noteFailure: (id: string) => void;
  /** Those of the candidates that may be used. */
  readonly filter: <T extends { readonly id: string }>(candidates: readonly T[]) => readonly T[];
}

/** The longest ejection, in times of the first. */
const longest = 30;

/**
 * Creates an empty list.
 *
 * @param now ms that never go back
 */
export function createEjections(
  { failures = 5, baseMs = 10_000, maxPercent = 50 }: EjectionOptions,
  now: () => number,
): Ejections {
  const known = new Map<string, { failures: number; ejections: number; until: number }>();
  return {
    noteSuccess: (id) => {
      const state = known.get(id);
      if (state === undefined || state.until > now()) return;
      // One that stays well is forgotten step by step.
      if (state.ejections === 0) known.delete(id);
      else known.set(id, { failures: 0, ejections: state.ejections - 1, until: state.until });
    },
    noteFailure: (id) => {
      const state = known.get(id) ?? { failures: 0, ejections: 0, until: 0 };
      if (state.until > now()) return;
      if (state.failures + 1 < failures) known.set(id, { ...state, failures: state.failures + 1 });
      else {
        const ejections = Math.min(state.ejections + 1, longest);
        known.set(id, { failures: 0, ejections, until: now() + baseMs * ejections });
      }
    },
    filter: (candidates) => {
      const time = now();
      const out = candidates
        .filter(({ id }) => (known.get(id)?.until ?? 0) > time)
        .slice(0, Math.floor((candidates.length * maxPercent) / 100));
      return out.length === 0 ? candidates : candidates.filter((candidate) => !out.includes(candidate));
    },
  };
}
