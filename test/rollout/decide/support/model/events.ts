import type { RolloutState } from '../../../../../lib/rollout/decide/rollout-state.js';
import type { RolloutAction } from '../../../../../lib/rollout/observation/rollout-command.js';
import { type WindowKind } from '../window.js';
import type { World } from '../world.js';

/** One thing that may happen between two decisions. */
export interface Event {
  readonly name: string;
  /** What it does to the world; undefined: it cannot happen there. */
  readonly change?: (world: World, state: RolloutState) => World | undefined;
  readonly ms?: number;
  readonly window?: WindowKind;
  readonly command?: RolloutAction;
  /** The controller is ended after it stored the state: what it was to do is not done. */
  readonly isCrash?: boolean;
}

const second = 1_000;

const actions: readonly RolloutAction[] = ['approve', 'promote', 'abort', 'pause', 'resume', 'retry', 'amend'];

/** Counters exist where proxies hold the weight that the state has asked for, and can be read. */
function isMeasured(world: World, state: RolloutState): boolean {
  const isHeld = world.proxies === 'accepted' && world.pushed?.epoch === state.epoch;
  return isHeld && world.telemetry.kind === 'fresh' && (state.weight > 0 || state.mirror > 0);
}

function windowEvent(window: WindowKind): Event {
  return {
    name: `window ${window}`,
    ms: second,
    window,
    change: (world, state) => (isMeasured(world, state) ? world : undefined),
  };
}

/** Whatever can happen, one at a time. */
export const allEvents: readonly Event[] = [
  { name: 'a second passes', ms: second },
  { name: 'a second passes, and the controller is killed before it acts', ms: second, isCrash: true },
  {
    name: 'all accept',
    change: (world) => (world.proxies === 'accepted' ? undefined : { ...world, proxies: 'accepted' }),
  },
  {
    name: 'one refuses',
    change: (world) => (world.proxies === 'pending' ? { ...world, proxies: 'refused' } : undefined),
  },
  {
    name: 'a new proxy comes',
    change: (world) => (world.proxies === 'accepted' ? { ...world, proxies: 'pending' } : undefined),
  },
  {
    name: 'the xDS server forgets',
    change: ({ pushed: _pushed, ...world }) =>
      world.proxies === 'unknown' ? undefined : { ...world, proxies: 'unknown' },
  },
  ...(['good', 'bad', 'idle', 'starved'] as const).map(windowEvent),
  {
    name: 'counters are lost, or found again',
    change: (world) => ({
      ...world,
      telemetry: world.telemetry.kind === 'fresh' ? { kind: 'lost', reason: 'no answer' } : { kind: 'fresh' },
    }),
  },
  {
    name: 'the canary fails, or is ready again',
    change: (world) => ({ ...world, ready: { ...world.ready, canary: world.ready.canary === 1 ? 0 : 1 } }),
  },
  {
    name: 'the stable side shrinks, or has room again',
    change: (world) => ({ ...world, ready: { ...world.ready, stable: world.ready.stable === 1 ? 0.3 : 1 } }),
  },
  ...actions.map((command) => ({ name: command, command })),
  {
    name: 'the program goes back to stable',
    change: (world) => (world.wanted.kind === 'stable' ? undefined : { ...world, wanted: { kind: 'stable' } }),
  },
  ...(['v2', 'v3'] as const).map((revision): Event => ({
    name: `the program wants ${revision}`,
    change: (world) =>
      world.wanted.kind === 'canary' && world.wanted.revision === revision
        ? undefined
        : { ...world, wanted: { kind: 'canary', revision, procedure: 'p1' } },
  })),
];

const always = ['a second passes', 'all accept', 'window good'];

/**
 * Alphabets: every interleaving of each is explored. Time, acceptance and good windows are in all of them.
 *
 * - `people`: every command, harm, and a controller that is killed
 * - `program`: the program changes its mind while proxies refuse, come and forget
 * - `faults`: harm, silence of three kinds, and instances that fail on either side
 */
export const alphabets = {
  people: alphabet([
    ...always,
    'window bad',
    'a second passes, and the controller is killed before it acts',
    ...actions,
  ]),
  program: alphabet([
    ...[...always, 'one refuses', 'a new proxy comes', 'the xDS server forgets'],
    ...['the program goes back to stable', 'the program wants v2', 'the program wants v3', 'abort'],
  ]),
  faults: alphabet([
    ...[...always, 'window bad', 'window idle', 'window starved', 'counters are lost, or found again'],
    ...['the canary fails, or is ready again', 'the stable side shrinks, or has room again', 'abort'],
  ]),
} as const;

function alphabet(names: readonly string[]): readonly Event[] {
  return names.map((name) => {
    const event = allEvents.find((each) => each.name === name);
    if (event === undefined) throw new Error(`no event "${name}"`);
    return event;
  });
}
