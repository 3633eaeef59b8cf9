import type { ArmCounts } from '../../../lib/rollout/observation/measured-window.js';

/** Bad and all requests of each side in a stretch of time. */
export interface Stretch {
  readonly ms: number;
  readonly canary: { readonly total: number; readonly bad: number };
  readonly stable: { readonly total: number; readonly bad: number };
}

/** A rule by which others roll back: is shown stretch after stretch, and says after which one it does. */
export interface Rule {
  readonly name: string;
  /** The end of the time after which it rolls back, ms; `Infinity`: it does not. */
  readonly rollbackMs: (windows: readonly Stretch[]) => number;
}

/** Sums the pods of both sides. */
export function stretchOf(counts: ArmCounts, ms: number): Stretch {
  const sum = (pods: ArmCounts['canary']): { total: number; bad: number } =>
    pods.reduce((all, { total, bad }) => ({ total: all.total + total, bad: all.bad + bad }), { total: 0, bad: 0 });
  return { ms, canary: sum(counts.canary), stable: sum(counts.stable) };
}

/** Windows put together to stretches of one length; what is left over at the end is not looked at. */
export function merged(windows: readonly Stretch[], ms: number): readonly Stretch[] {
  const add = (left: Stretch['canary'], right: Stretch['canary']): Stretch['canary'] => ({
    total: left.total + right.total,
    bad: left.bad + right.bad,
  });
  const stretches: Stretch[] = [];
  let open: Stretch | undefined;
  for (const window of windows) {
    open =
      open === undefined
        ? window
        : {
            ms: open.ms + window.ms,
            canary: add(open.canary, window.canary),
            stable: add(open.stable, window.stable),
          };
    if (open.ms < ms) continue;
    stretches.push(open);
    open = undefined;
  }
  return stretches;
}
