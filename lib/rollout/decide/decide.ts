import { readEvidence } from '../evidence/read-evidence.js';
import type { Observation } from '../observation/observation.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { beginNothing } from './begin-nothing.js';
import { begin } from './begin.js';
import { observedEpoch } from './bounds/observed-epoch.js';
import { answerCommands } from './commands/answer-commands.js';
import { takeCommands } from './commands/take-commands.js';
import { countWindows } from './count-windows.js';
import type { Decision } from './decision.js';
import { elapse } from './elapse.js';
import { firstOf } from './first-of.js';
import type { Phase } from './phase.js';
import { approving } from './phases/approving.js';
import { blind } from './phases/blind.js';
import { ended } from './phases/ended.js';
import { held } from './phases/held.js';
import { measuring } from './phases/measuring.js';
import { paused } from './phases/paused.js';
import { preparing } from './phases/preparing.js';
import { promoting } from './phases/promoting.js';
import { returning } from './phases/returning.js';
import { shifting } from './phases/shifting.js';
import { waiting } from './phases/waiting.js';
import { watching } from './phases/watching.js';
import { repeatUnseen } from './repeat-unseen.js';
import type { RolloutState } from './rollout-state.js';
import { aborted } from './rules/aborted.js';
import { canaryGone } from './rules/canary-gone.js';
import { harmful } from './rules/harmful.js';
import { notRouted } from './rules/not-routed.js';
import { overtaken } from './rules/overtaken.js';
import { refused } from './rules/refused.js';
import { superseded } from './rules/superseded.js';
import { tooBlind } from './rules/too-blind.js';
import { withdrawn } from './rules/withdrawn.js';
import type { Rule, Turn } from './turn.js';

const steps = {
  waiting,
  preparing,
  shifting,
  measuring,
  blind,
  paused,
  held,
  approving,
  promoting,
  watching,
  returning,
  promoted: ended,
  'rolled-back': ended,
} satisfies Record<Phase, Rule>;

/** From the strongest; what is on its way back, or over, cannot do harm any more, and the last of them do not ask. */
const atTheEnd: readonly Rule[] = [overtaken, takeCommands];
const onTheWayBack: readonly Rule[] = [aborted, overtaken, takeCommands];
const underWay: readonly Rule[] = [
  ...[aborted, overtaken, withdrawn, superseded, refused],
  ...[harmful, notRouted, canaryGone, tooBlind, takeCommands],
];

/**
 * Decides what follows from an observation: one change of phase at most, so that each has one reason. The state is to be stored before its
 * effects are carried out; effects that are not seen to be done are asked for again. The same arguments give the same decision, and where
 * nothing has happened, nothing changes but times.
 *
 * @param plan what the program says now; a rollout that is under way goes by the plan with which it began
 * @param state what was decided last; undefined: nothing was ever decided
 * @param now ms since the epoch of Unix; may jump
 */
export function decide(
  plan: RolloutPlan,
  state: RolloutState | undefined,
  observation: Observation,
  now: number,
): Decision {
  if (state !== undefined) return decideFrom(plan, state, observation, now);
  const first = firstDecision(plan, observation, now);
  if (observation.commands.length === 0) return first;
  const then = decideFrom(plan, first.state, observation, now);
  return { ...then, effects: [...first.effects, ...then.effects] };
}

function firstDecision(plan: RolloutPlan, observation: Observation, now: number): Decision {
  if (observation.wanted.kind === 'stable') return beginNothing(plan, observation, now);
  return begin({ plan, epoch: observedEpoch(observation), now, attempt: 1, doneCommands: [] });
}

function decideFrom(program: RolloutPlan, before: RolloutState, observation: Observation, now: number): Decision {
  const elapsed = elapse(before, observation, now);
  const state = countWindows(elapsed.state, observation.windows);
  const reading = readEvidence(state.plan, state.evidence);
  const turn: Turn = { program, state, observation, reading, now, elapsedMs: elapsed.elapsedMs };
  const decision = firstOf(turn, [...rulesOf(state.phase), steps[state.phase]]) ?? { state, effects: [] };
  return repeatUnseen(turn, answerCommands(turn, decision));
}

function rulesOf(phase: Phase): readonly Rule[] {
  if (phase === 'promoted' || phase === 'rolled-back') return atTheEnd;
  return phase === 'returning' ? onTheWayBack : underWay;
}
