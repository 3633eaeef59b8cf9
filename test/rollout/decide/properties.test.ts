import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchEverything } from '../../../lib/ir/match.js';
import type { RolloutTiming } from '../../../lib/ir/rollout/rollout-timing.js';
import type { Strategy } from '../../../lib/ir/rollout/strategy.js';
import { decide } from '../../../lib/rollout/decide/decide.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';
import { examplePlan, errors } from './support/example-plan.js';
import { allEvents } from './support/model/events.js';
import { happen, pathTo, type Programs, type Situation } from './support/model/explore.js';
import { invariants } from './support/model/invariants.js';
import { noon } from './support/run.js';
import { newWorld, observe, perform } from './support/world.js';

const share = fc.integer({ min: 1, max: 60 }).map((percent) => percent / 100);
const time = fc.integer({ min: 1, max: 12 }).map((seconds) => seconds * 1_000);

const strategy: fc.Arbitrary<Strategy> = fc.oneof(
  fc.record({ first: share, more: share }).map(({ first, more }) => ({
    ...{ kind: 'paced' as const, first },
    most: Math.min(1, first + more),
  })),
  fc.uniqueArray(share, { minLength: 1, maxLength: 4 }).chain((weights) =>
    fc.record({ holdMs: time, needsApproval: fc.boolean() }).map((rest) => ({
      kind: 'steps' as const,
      steps: [...weights].sort((left, right) => left - right).map((weight) => ({ weight, ...rest })),
    })),
  ),
  fc.constant({ kind: 'blue-green' as const }),
  fc.constant({ kind: 'a-b' as const, match: matchEverything }),
  share.map((copies) => ({ kind: 'mirror' as const, share: copies })),
);

const timing: fc.Arbitrary<Partial<RolloutTiming>> = fc.record({
  ...{ readyMs: time, acceptMs: time, bakeMs: time, budgetMs: time, watchMs: time },
  ...{ blindMs: time, mostBlindMs: time, gateMs: time, wayBackMs: time },
});

const plan: fc.Arbitrary<RolloutPlan> = fc
  .record({
    strategy,
    timing,
    criteria: fc.constantFrom([errors], [{ ...errors, tolerance: { kind: 'absolute' as const, max: 0.01 } }], []),
    whenUndecided: fc.constantFrom('hold' as const, 'promote' as const, 'roll-back' as const),
    gates: fc.record({ beforeStart: fc.boolean(), beforePromotion: fc.boolean() }),
    leastRequests: fc.constantFrom(0, 500_000),
  })
  .map(examplePlan);

function start(programs: Programs): Situation {
  const first = decide(programs['v2'] ?? examplePlan(), undefined, observe(newWorld), noon);
  return { state: first.state, world: perform(newWorld, first.effects) };
}

// What goes well is more likely, or nothing would come far.
const event = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...allEvents.slice(0, 1), ...named('all accept', 'window good')) },
  { weight: 1, arbitrary: fc.constantFrom(...allEvents) },
);

/** A program that wants something else begins that after the end. */
const ofOneProgram = event.filter(({ name }) => !name.startsWith('the program'));

function named(...names: readonly string[]): typeof allEvents {
  return allEvents.filter(({ name }) => names.includes(name));
}

test('whatever plan, whatever happens, every invariant holds of every decision', () => {
  fc.assert(
    fc.property(plan, fc.array(event, { minLength: 20, maxLength: 80 }), (v2, happened) => {
      const programs = { v2, v3: { ...v2, revision: 'v3' } };
      let situation = start(programs);
      for (const each of happened) {
        const transition = happen(programs, situation, each);
        if (transition === undefined) continue;
        for (const [name, holds] of Object.entries(invariants)) {
          if (!holds(transition)) throw new Error(`${name}:\n${pathTo(transition.after)}`);
        }
        situation = transition.after;
      }
    }),
    { numRuns: 150 },
  );
}, 180_000);

test('whatever plan, abort from wherever it has come to leads to nothing at the canary with one decision, and to the end with two more', () => {
  fc.assert(
    fc.property(plan, fc.array(ofOneProgram, { maxLength: 50 }), (v2, happened) => {
      const programs = { v2, v3: { ...v2, revision: 'v3' } };
      let situation = start(programs);
      const then = (names: readonly string[]): void => {
        for (const name of names) {
          const [next] = named(name);
          const transition = next === undefined ? undefined : happen(programs, situation, next);
          situation = transition?.after ?? situation;
        }
      };
      for (const each of happened) situation = happen(programs, situation, each)?.after ?? situation;
      if (situation.state.phase === 'promoted') return;
      then(['abort']);
      if (situation.state.phase !== 'rolled-back') expect(situation.state).toMatchObject({ weight: 0, mirror: 0 });
      then(['a second passes', 'all accept', 'a second passes']);
      expect(situation.state.phase).toBe('rolled-back');
    }),
    { numRuns: 60 },
  );
}, 120_000);
