import type { Effect } from '../../../../lib/rollout/decide/effect.js';
import type { MeasuredWindow } from '../../../../lib/rollout/observation/measured-window.js';
import type {
  Observation,
  ProxiesObserved,
  TelemetryObserved,
  Wanted,
  WorkloadObserved,
} from '../../../../lib/rollout/observation/observation.js';
import type { RolloutCommand } from '../../../../lib/rollout/observation/rollout-command.js';

type Push = Extract<Effect, { kind: 'push-weight' }>;

/** What effects act upon and observations are taken from. Plain data. */
export interface World {
  readonly wanted: Wanted;
  /** The push that was carried out last. */
  readonly pushed?: Push;
  readonly proxies: 'pending' | 'accepted' | 'refused' | 'unknown';
  readonly telemetry: TelemetryObserved;
  /** How much of each side was asked for, and what of it can answer: 0 to 1. */
  readonly asked: { readonly canary: number; readonly stable: number };
  readonly ready: { readonly canary: number | 'unknown'; readonly stable: number | 'unknown' };
  readonly adopted?: string;
}

const pods = 10;

/** The program wants `v2`; nothing was asked of anybody. */
export const newWorld: World = {
  wanted: { kind: 'canary', revision: 'v2', procedure: 'p1' },
  proxies: 'accepted',
  telemetry: { kind: 'fresh' },
  asked: { canary: 0, stable: 1 },
  ready: { canary: 1, stable: 1 },
};

/** Carries out effects as a controller does: a push with a lower number than the last one is refused. */
export function perform(world: World, effects: readonly Effect[]): World {
  return effects.reduce(performOne, world);
}

function performOne(world: World, effect: Effect): World {
  switch (effect.kind) {
    case 'push-weight':
      if (effect.epoch <= (world.pushed?.epoch ?? 0)) return world;
      return { ...world, pushed: effect, proxies: 'pending' };
    case 'scale':
      return { ...world, asked: { ...world.asked, [effect.side]: effect.capacity } };
    case 'adopt-canary':
      return { ...world, adopted: effect.revision };
    case 'notify':
      return world;
  }
}

/** What is seen of a world. */
export function observe(
  world: World,
  news: { readonly windows?: readonly MeasuredWindow[]; readonly commands?: readonly RolloutCommand[] } = {},
): Observation {
  const workload = (side: 'canary' | 'stable'): WorkloadObserved => {
    const ready = world.ready[side];
    if (ready === 'unknown') return { kind: 'unknown' };
    const desired = world.asked[side] > 0 ? pods : 0;
    return { kind: 'known', ready: Math.round(ready * desired), desired };
  };
  return {
    wanted: world.wanted,
    proxies: proxiesOf(world),
    workloads: { canary: workload('canary'), stable: workload('stable') },
    telemetry: world.telemetry,
    windows: news.windows ?? [],
    commands: news.commands ?? [],
    ...(world.adopted === undefined ? {} : { adopted: world.adopted }),
  };
}

function proxiesOf({ proxies, pushed }: World): ProxiesObserved {
  const epoch = pushed?.epoch ?? 0;
  switch (proxies) {
    case 'unknown':
      return { kind: 'unknown' };
    case 'pending':
      return { kind: 'pending', epoch, carrying: 3, accepted: 1 };
    case 'accepted':
      return { kind: 'accepted', epoch, carrying: 3 };
    case 'refused':
      return { kind: 'refused', epoch, nodeId: 'cart-1', message: 'unknown cluster' };
  }
}
