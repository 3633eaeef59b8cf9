import { carriedShare } from '../bounds/carried-share.js';
import { isAccepted } from '../bounds/is-accepted.js';
import { isOpen } from '../bounds/is-open.js';
import { longestStandMs } from '../bounds/longest-stand-ms.js';
import { nextExposure } from '../bounds/next-exposure.js';
import { openGate } from '../bounds/open-gate.js';
import { wayBackWeight } from '../bounds/way-back-weight.js';
import type { Decision } from '../decision.js';
import { firstOf } from '../first-of.js';
import { isProvenEnough } from '../bounds/is-proven-enough.js';
import { move } from '../moves/move.js';
import { promote } from '../moves/promote.js';
import { undecided } from '../moves/undecided.js';
import { acceptanceText } from '../sentences/acceptance-text.js';
import { armNames } from '../sentences/arm-names.js';
import { durationText } from '../sentences/duration-text.js';
import { exposureText } from '../sentences/exposure-text.js';
import { openSentence } from '../sentences/open-sentence.js';
import { percentText } from '../sentences/percent-text.js';
import { proofSentence } from '../sentences/proof-sentence.js';
import type { Turn } from '../turn.js';

/** Every proxy holds the weight, and windows count. The only phase in which more may come to the canary. */
export function measuring(turn: Turn): Decision | undefined {
  return firstOf(turn, [
    notHeld,
    unseen,
    tooLittleRoom,
    ...(isOpen(turn.state.plan.windows, turn.now) ? [askedFor, gated, proven] : []),
    outOfTime,
    ...(isOpen(turn.state.plan.windows, turn.now) ? [raised] : []),
  ]);
}

function notHeld(turn: Turn): Decision | undefined {
  if (isAccepted(turn)) return undefined;
  return move(turn.state, { phase: 'shifting', reason: { code: 'not-held', sentence: acceptanceText(turn) } });
}

function unseen({ state, observation: { telemetry } }: Turn): Decision | undefined {
  if (telemetry.kind !== 'lost') return undefined;
  const sentence = `nothing can be read (${telemetry.reason}): weights stay as they are`;
  return move(state, { phase: 'blind', reason: { code: 'blind', sentence }, notice: 'warning' });
}

/** Fewer instances of the canary can answer than its weight needs. */
function tooLittleRoom(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  const room = carriedShare(state, 'canary', observation.workloads.canary);
  if (room === undefined || state.audience === 'matching') return undefined;
  const weight = Math.max(Math.min(state.weight, room), wayBackWeight(turn));
  const exposure = { weight, mirror: Math.min(state.mirror, room), audience: state.audience };
  if (exposure.weight === state.weight && exposure.mirror === state.mirror) return undefined;
  const sentence = `${exposureText(state, exposure)}: its instances can answer ${percentText(room)}`;
  return move(state, { phase: 'shifting', reason: { code: 'too-little-room', sentence }, exposure, notice: 'warning' });
}

/** Somebody has asked for promotion, with proof or without. */
function askedFor(turn: Turn): Decision | undefined {
  const { state } = turn;
  if (state.promotionAskedBy === undefined) return undefined;
  const sentence = `${state.promotionAskedBy} promotes ${armNames(state.plan).canary} without proof (${openSentence(turn)})`;
  return promote(turn, { code: 'promoted-by-command', sentence });
}

function gated(turn: Turn): Decision | undefined {
  const { state } = turn;
  const gate = openGate(turn);
  if (gate === undefined || state.openGates.includes(gate)) return undefined;
  const what = isProvenEnough(turn) ? proofSentence(turn) : exposureText(state, state);
  const sentence = `${what}; somebody has to say yes to what comes next (${gate})`;
  return move(state, {
    phase: 'approving',
    reason: { code: 'approval-needed', sentence },
    change: { gate },
    notice: 'warning',
  });
}

function proven(turn: Turn): Decision | undefined {
  const { state } = turn;
  if (isProvenEnough(turn)) return promote(turn, { code: 'proven', sentence: proofSentence(turn) });
  // Where nothing can prove it, the yes of somebody who has seen it at its last weight does.
  if (openGate(turn) !== 'promotion' || (state.plan.strategy.kind === 'blue-green' && state.weight === 0))
    return undefined;
  return promote(turn, {
    code: 'approved',
    sentence: `somebody said yes to ${armNames(state.plan).canary}, and no criterion has to be proven`,
  });
}

function outOfTime(turn: Turn): Decision | undefined {
  const { state } = turn;
  const { budgetMs } = state.plan.timing;
  if (state.budgetMs >= budgetMs) {
    const sentence = `${durationText(budgetMs)} were not enough for proof (${openSentence(turn)})`;
    return undecided(turn, { code: 'out-of-time', sentence });
  }
  const stands = longestStandMs(state.plan);
  if (state.phaseMs < stands) return undefined;
  const sentence = `nothing could be decided in ${durationText(stands)} (${openSentence(turn)})`;
  return undecided(turn, { code: 'stands-still', sentence });
}

function raised(turn: Turn): Decision | undefined {
  const { state, reading } = turn;
  const exposure = nextExposure(turn);
  if (exposure === undefined) return undefined;
  const before =
    state.weight === 0
      ? ''
      : ` (was ${percentText(state.weight)}), evidence allows ${percentText(reading.weightCeiling)}`;
  const reason = { code: 'raised', sentence: `${exposureText(state, exposure)}${before}` };
  const allowedWeight = Math.max(state.allowedWeight, exposure.weight);
  return move(state, { phase: 'shifting', reason, exposure, change: { allowedWeight } });
}
