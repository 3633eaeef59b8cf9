import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { Clock } from '../../util/clock.js';
import type { ConfiguredGroups } from '../groups/create-group-table.js';
import { lingeringAfter, lingeringClusters, withLingering, type LingeringClusters } from './lingering-clusters.js';
import { longestHold } from './longest-hold.js';

/** What proxies may take to hear of other routes, and requests to get going on the routes of before, in ms. */
const slackMs = 1_000;

/** Lets clusters stay that routes have left, for as long as requests that chose them before may ask for them. */
export interface Lingering {
  /**
   * Gives `take` what is to be served of a mesh from now on. Returns what it returns; where it throws nothing has changed.
   */
  readonly change: <T>(mesh: EffectiveMesh, configured: ConfiguredGroups, take: (served: ConfiguredGroups) => T) => T;
  /** Nothing is told any more. */
  readonly stop: () => void;
}

/** Creates it; `onEnd` is told what is to be served when clusters have lingered long enough. */
export function createLingering(
  clock: Pick<Clock, 'monotonic' | 'after'>,
  onEnd: (served: ConfiguredGroups) => void,
): Lingering {
  let current: { readonly mesh: EffectiveMesh; readonly configured: ConfiguredGroups } | undefined;
  let lingering: LingeringClusters = new Map();
  // No request of a mesh of before asks for anything later, whatever became of its routes since.
  let heldUntilMs = -Infinity;
  let cancel: (() => void) | undefined;

  const arm = (): void => {
    cancel?.();
    const next = Math.min(...[...lingering.values()].flat().map(({ untilMs }) => untilMs));
    cancel = next === Infinity ? undefined : clock.after(next - clock.monotonic(), end);
  };
  const end = (): void => {
    if (current === undefined) return;
    lingering = lingeringAfter(lingering, clock.monotonic());
    onEnd(withLingering(current.configured, lingering));
    arm();
  };
  return {
    change: (mesh, configured, take) => {
      if (current !== undefined)
        heldUntilMs = Math.max(heldUntilMs, clock.monotonic() + slackMs + longestHold(current.mesh));
      const next =
        current === undefined
          ? lingering
          : lingeringClusters({ configured: current.configured, lingering }, configured, heldUntilMs);
      const taken = take(withLingering(configured, next));
      current = { mesh, configured };
      lingering = next;
      arm();
      return taken;
    },
    stop: () => {
      cancel?.();
      current = undefined;
    },
  };
}
