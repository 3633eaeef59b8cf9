import type { Clock } from '../../util/clock.js';
import type { LeaderLease } from './leader-lease.js';

/** What came of asking the store for the lease. */
export type LeaseAnswer =
  | { readonly kind: 'held'; readonly fencingToken: bigint }
  /** Another has it. */
  | { readonly kind: 'taken' }
  /** Nobody knows; also where the request may have arrived. */
  | { readonly kind: 'failed' };

/** A store that leases to one holder at a time, and who asks it. */
export interface KeepLeaseOptions {
  /** The store gives the lease to nobody else for so long after a request that it granted was sent. 300 to 3,600,000. */
  readonly ttlMs: number;
  readonly clock: Clock;
  /** Asks for the lease, or renews it. Ends within about `ttlMs` and never rejects. */
  readonly ask: () => Promise<LeaseAnswer>;
  /** Gives it back if it is ours. Never rejects. */
  readonly release: () => Promise<void>;
}

// Clocks that run at speeds more than a tenth apart are broken; a holder stops that much before the store would go on.
const clockDriftShare = 0.1;
const asksPerTtl = 3;

/**
 * Asks a store for a lease again and again: to have it, and then to keep it. It counts the time from before a request was
 * sent, on the own monotonic clock, so it stops leading before the store lets another.
 */
export function keepLease(options: KeepLeaseOptions): LeaderLease {
  const { clock, ttlMs } = options;
  const listeners = new Set<{ readonly hear: (isLeader: boolean) => void }>();
  const state = { until: -Infinity, token: 0n, toldLeader: false, isClosed: false };
  let endExpiry = (): void => undefined;
  let endPause = (): void => undefined;
  const isLeader = (): boolean => !state.isClosed && clock.monotonic() < state.until;
  const tell = (): void => {
    const now = isLeader();
    if (now === state.toldLeader) return;
    state.toldLeader = now;
    for (const listener of [...listeners]) listener.hear(now);
  };
  const holdUntil = (until: number): void => {
    state.until = until;
    endExpiry();
    const leftMs = until - clock.monotonic();
    if (leftMs > 0) endExpiry = clock.after(leftMs, tell);
    tell();
  };
  const askOnce = async (): Promise<void> => {
    const askedAt = clock.monotonic();
    const answer = await options.ask();
    if (state.isClosed) return;
    if (answer.kind === 'held') {
      // Another leadership than the one that was told of: that one has ended.
      if (answer.fencingToken !== state.token) holdUntil(-Infinity);
      state.token = answer.fencingToken;
      holdUntil(askedAt + ttlMs * (1 - clockDriftShare));
    } else if (answer.kind === 'taken') holdUntil(-Infinity);
  };
  let asking: Promise<void> = Promise.resolve();
  const goOn = (): void => {
    if (state.isClosed) return;
    asking = askOnce().then(() => {
      if (!state.isClosed) endPause = clock.after(ttlMs / asksPerTtl, goOn);
    });
  };
  goOn();
  return {
    isLeader,
    fencingToken: () => (isLeader() ? state.token : undefined),
    watch: (hear) => {
      const listener = { hear };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: async () => {
      endPause();
      endExpiry();
      state.isClosed = true;
      tell();
      // A request on its way could otherwise take the lease anew after it was given back.
      await asking;
      await options.release();
    },
  };
}
