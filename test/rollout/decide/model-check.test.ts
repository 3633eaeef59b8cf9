import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decide } from '../../../lib/rollout/decide/decide.js';
import { phases } from '../../../lib/rollout/decide/phase.js';
import { withExits } from './support/model/with-exits.js';
import { type Exploration, explorations, type Explored, exploreOne, programsOf } from './support/model/exploration.js';
import { pathTo, programOf, type Programs, type Situation, type Transition } from './support/model/explore.js';
import { invariants } from './support/model/invariants.js';
import { observe, perform } from './support/world.js';

/** Some 25 s of one idle core for all of them. */
const mostMs = 300_000;

const explored = new Map<Exploration, Promise<Explored>>();

/** Each is explored once. */
function exploredOf(exploration: Exploration): Promise<Explored> {
  const known = explored.get(exploration) ?? exploreOne(exploration, checkOf(programsOf(exploration)));
  explored.set(exploration, known);
  return known;
}

test.each(explorations)(
  'every interleaving of $alphabet keeps every invariant of a rollout by $plan, and time alone ends it',
  async (exploration) => {
    const { situations, decisions } = await exploredOf(exploration);
    for (const situation of situations.values()) endsByTime(situation, situations);
    process.stdout.write(
      `${exploration.plan}, ${exploration.alphabet}: ${situations.size} states, ${decisions} decisions\n`,
    );
  },
  mostMs,
);

test(
  'docs/rollout-states.md has every invariant, and every change of phase as it was seen',
  async () => {
    const all = await Promise.all(explorations.map(exploredOf));
    const exits = all.map((each) => each.exits);
    const path = new URL('../../../docs/rollout-states.md', import.meta.url);
    const document = readFileSync(path, 'utf8');
    const expected = withExits(document, exits);
    // As CONTRIBUTING says of what is recorded.
    if (process.env['MESHWRIGHT_RECORD'] === '1') writeFileSync(path, expected);
    else expect(document).toBe(expected);
    for (const name of [...Object.keys(invariants), 'I13', 'I14', 'I15'])
      expect(document).toMatch(new RegExp(`^- ${name}: `, 'm'));
    for (const phase of phases) expect(document).toMatch(new RegExp(`^\\| \`${phase}\` +\\|`, 'm'));
  },
  mostMs,
);

function checkOf(programs: Programs): (transition: Transition, news: 'new' | 'known') => void {
  return (transition, news) => {
    for (const [name, holds] of Object.entries(invariants)) {
      if (!holds(transition)) fail(name, transition);
    }
    if (news === 'known') return;
    isDeterminate(programs, transition);
    settles(programs, transition);
  };
}

function fail(what: string, { after, decision }: Transition): never {
  throw new Error(`${what} does not hold:\n${pathTo(after)}\n${JSON.stringify(decision.effects)}`);
}

/** I13: the same arguments give the same decision, and doing its effects twice is doing them once. */
function isDeterminate(programs: Programs, transition: Transition): void {
  const { before, world, observation, decision } = transition;
  const now = before.state.at + (transition.event.ms ?? 0);
  const again = decide(programOf(programs, world), before.state, observation, now);
  if (JSON.stringify(again) !== JSON.stringify(decision)) fail('I13', transition);
  const once = perform(world, decision.effects);
  if (JSON.stringify(perform(once, decision.effects)) !== JSON.stringify(once)) fail('I13', transition);
}

/** I14: where nothing happens, and no time passes, decisions come to rest at once: nothing goes to and fro. */
function settles(programs: Programs, transition: Transition): void {
  let { state, world } = transition.after;
  for (let count = 0; count < 6; count += 1) {
    const decision = decide(programOf(programs, world), state, observe(world), state.at);
    world = perform(world, decision.effects);
    if (JSON.stringify(decision.state) === JSON.stringify(state)) return;
    ({ state } = decision);
  }
  fail('I14', transition);
}

/** I15: time alone leads to an end, or to somebody who is told again and again. */
function endsByTime(situation: Situation, found: ReadonlyMap<string, Situation>): void {
  let at: Situation | undefined = situation;
  for (let count = 0; count < 60 && at !== undefined; count += 1) {
    const { phase } = at.state;
    if (phase === 'promoted' || phase === 'rolled-back' || phase === 'held' || at.afterTime === undefined) return;
    at = found.get(at.afterTime);
  }
  expect.fail(`I15 does not hold:\n${pathTo(situation)}\nstays ${at?.state.phase ?? 'nowhere'}`);
}
