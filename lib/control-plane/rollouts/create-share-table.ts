import { stableJson } from '../../util/stable-json.js';
import type { ArmShare } from './arm-share.js';
import type { ArmShares } from './create-route-shares.js';
import type { RouteStanding } from './route-standing.js';
import type { SharePlane } from './share-plane.js';

/** The shares of one rollout with their number. */
export interface NumberedShares {
  /** Rises with every change, also from one who decides to the next; a whole number over 0. */
  readonly epoch: number;
  /** By service. */
  readonly shares: ArmShares;
}

/** What came of handing shares over. */
export type PutShares =
  | { readonly kind: 'done' }
  /** A higher number was handed over before; nothing has changed. */
  | { readonly kind: 'stale'; readonly epoch: number };

/** How a rollout stands with what was handed over last. */
export interface SharesStanding extends RouteStanding {
  /** 0: nothing was handed over, and the canary gets nothing. */
  readonly epoch: number;
}

/** The shares of all rollouts of a plane, each with its number. */
export interface ShareTable {
  /** Hands over the shares of a rollout, by its name; safe to repeat. */
  readonly put: (rollout: string, numbered: NumberedShares) => PutShares;
  /** What was handed over last; undefined: nothing. */
  readonly get: (rollout: string) => NumberedShares | undefined;
  readonly standingOf: (rollout: string) => SharesStanding;
}

/**
 * Joins the shares of several rollouts for a plane, and keeps out what is out of date. Where two rollouts name one service, one after the
 * other, the one that changed last counts. Nothing is kept over a restart.
 */
export function createShareTable(plane: Pick<SharePlane, 'setShares' | 'standingOf'>): ShareTable {
  // In the order of the last change.
  const entries = new Map<string, NumberedShares>();
  return {
    put: (rollout, { epoch, shares }) => {
      const before = entries.get(rollout);
      if (before !== undefined && before.epoch > epoch) return { kind: 'stale', epoch: before.epoch };
      const kept = keepSame(before?.shares, shares);
      if (kept === before?.shares) {
        entries.set(rollout, { epoch, shares: kept });
        return { kind: 'done' };
      }
      entries.delete(rollout);
      entries.set(rollout, { epoch, shares: kept });
      plane.setShares(new Map([...entries.values()].flatMap((entry) => [...entry.shares])));
      return { kind: 'done' };
    },
    get: (rollout) => entries.get(rollout),
    standingOf: (rollout) => {
      const entry = entries.get(rollout);
      if (entry === undefined) return { epoch: 0, carrying: 0, accepted: 0 };
      return { epoch: entry.epoch, ...plane.standingOf(new Set(entry.shares.keys())) };
    },
  };
}

/** What says the same stays the same object, so that only those hear of a change whom it concerns. */
function keepSame(before: ArmShares | undefined, after: ArmShares): ArmShares {
  if (before === undefined) return after;
  const same = (service: string, share: ArmShare): ArmShare => {
    const old = before.get(service);
    return old !== undefined && stableJson(old) === stableJson(share) ? old : share;
  };
  const kept = new Map([...after].map(([service, share]) => [service, same(service, share)]));
  const isSame = kept.size === before.size && [...kept].every(([service, share]) => before.get(service) === share);
  return isSame ? before : kept;
}
