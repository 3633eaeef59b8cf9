import { stableJson } from '../../../lib/util/stable-json.js';
import type { CountersRead } from '../../../lib/controller/ports/counter-port.js';
import type { Notice } from '../../../lib/controller/ports/notice-port.js';
import type { PushedShare } from '../../../lib/controller/ports/traffic-port.js';
import type { RolloutPorts } from '../../../lib/controller/rollout-ports.js';
import type { CounterSeries } from '../../../lib/rollout/counters/counter-snapshot.js';
import { drawsFrom } from '../../../lib/rollout/simulate/draws-from.js';
import { randomFromSeed } from '../../../lib/rollout/simulate/random-from-seed.js';
import type { Clock } from '../../../lib/util/clock.js';

/** What happens in a made-up world. */
export interface WorldOptions {
  readonly clock: Clock;
  readonly seed?: number;
  /** Requests of both sides together. @default 500 */
  readonly perSecond?: number;
  /** Share of requests that fail, by side. @default 0.002 both */
  readonly bad?: { readonly canary: number; readonly stable: number };
}

/** A made-up world with one service: requests flow by the share that was pushed last, and all its faults are told by a test. */
export interface RolloutWorld {
  /** All but a store. */
  readonly ports: Omit<RolloutPorts, 'store'>;
  /** Everything that was handed over and taken, in order. */
  readonly pushes: readonly PushedShare[];
  /** Pushes that were turned away because their number was out of date. */
  readonly turnedAway: readonly PushedShare[];
  readonly sent: readonly Notice[];
  readonly scaled: ReadonlyMap<'canary' | 'stable', number>;
  /** What the counters answer instead of counts; undefined: counts. */
  counterFault: (() => Promise<CountersRead>) | undefined;
  /** What refuses notices; undefined: they arrive. */
  noticeFault: Error | undefined;
  /** Whether proxies accept what is pushed. */
  accepts: boolean;
  /** Proxies that call the service. */
  callers: number;
  /** Proxies forget everything, as when their server starts anew. */
  readonly forget: () => void;
}

/** Makes a world in which nothing has happened. */
export function rolloutWorld({ clock, seed = 1, perSecond = 500, bad }: WorldOptions): RolloutWorld {
  const draws = drawsFrom(randomFromSeed(seed));
  const pushes: PushedShare[] = [];
  const turnedAway: PushedShare[] = [];
  const sent: Notice[] = [];
  const scaled = new Map<'canary' | 'stable', number>([
    ['stable', 1],
    ['canary', 0],
  ]);
  const counts = { canary: { requests: 0, bad: 0 }, stable: { requests: 0, bad: 0 } };
  const listeners = new Set<() => void>();
  let share: PushedShare | undefined;
  let countedTo = clock.monotonic();
  const flow = (): void => {
    const seconds = (clock.monotonic() - countedTo) / 1000;
    countedTo = clock.monotonic();
    const total = Math.round(perSecond * seconds);
    const canary = draws.binomial(total, share?.weight ?? 0);
    for (const [side, requests] of [['canary', canary] as const, ['stable', total - canary] as const]) {
      counts[side].requests += requests;
      counts[side].bad += draws.binomial(requests, bad?.[side] ?? 0.002);
    }
  };
  const seriesOf = (side: 'canary' | 'stable'): CounterSeries => ({
    series: side,
    pod: side,
    side,
    requests: counts[side].requests,
    counts: { errors: { total: counts[side].requests, bad: counts[side].bad } },
  });
  const world: RolloutWorld = {
    ...{ pushes, turnedAway, sent, scaled },
    ...{ counterFault: undefined, noticeFault: undefined, accepts: true, callers: 3 },
    forget: () => {
      flow();
      share = undefined;
    },
    ports: {
      clock,
      traffic: {
        push: (_plan, next) => {
          flow();
          if (share !== undefined && next.epoch < share.epoch) {
            turnedAway.push(next);
            return Promise.resolve({ kind: 'stale', epoch: share.epoch });
          }
          if (share?.epoch !== next.epoch || stableJson(share) !== stableJson(next)) pushes.push(next);
          share = next;
          for (const hear of listeners) hear();
          return Promise.resolve({ kind: 'done' });
        },
        standing: () => {
          const epoch = share?.epoch ?? 0;
          return Promise.resolve(
            world.accepts
              ? { kind: 'accepted', epoch, carrying: world.callers }
              : { kind: 'pending', epoch, carrying: 3, accepted: 1 },
          );
        },
        watch: (hear) => {
          listeners.add(hear);
          return () => listeners.delete(hear);
        },
      },
      counters: {
        read: () => {
          if (world.counterFault !== undefined) return world.counterFault();
          flow();
          const snapshot = { atMs: clock.now(), series: [seriesOf('canary'), seriesOf('stable')] };
          return Promise.resolve({ kind: 'read', snapshot });
        },
      },
      workloads: {
        observe: () => {
          const of = (side: 'canary' | 'stable') => {
            const desired = (scaled.get(side) ?? 0) > 0 ? 2 : 0;
            return { kind: 'known', ready: desired, desired } as const;
          };
          return Promise.resolve({ canary: of('canary'), stable: of('stable') });
        },
        scale: (_plan, { side, capacity }) => {
          scaled.set(side, capacity);
          return Promise.resolve();
        },
      },
      notices: [
        {
          send: (notice) => {
            if (world.noticeFault !== undefined) return Promise.reject(world.noticeFault);
            sent.push(notice);
            return Promise.resolve();
          },
        },
      ],
    },
  };
  return world;
}
