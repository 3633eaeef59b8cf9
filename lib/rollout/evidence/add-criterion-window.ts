import type { MeasuredWindow } from '../observation/measured-window.js';
import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { addDispersion } from './add-dispersion.js';
import { addToMixture } from './add-to-mixture.js';
import type { ArmTally } from './arm-tally.js';
import type { CriterionEvidence, Proof, Tally } from './criterion-evidence.js';
import { deflation } from './deflation.js';
import type { EventKind } from './event-kind.js';
import { eventKindOf } from './event-kind-of.js';
import { excessLine } from './excess-line.js';
import { excessMargins } from './excess-margins.js';
import type { HalfPlane, Point } from './half-plane.js';
import { harmAlternatives } from './harm-alternatives.js';
import { logEOfRates } from './log-e-of-rates.js';
import { logEOfShares } from './log-e-of-shares.js';
import { logHarmBound } from './log-harm-bound.js';
import { logOfMixture } from './log-of-mixture.js';
import { mostOfOneWindow } from './most-of-one-window.js';
import { soundAlternatives } from './sound-alternatives.js';
import { tallyArms } from './tally-arms.js';
import { toleratedExcess } from './tolerated-excess.js';
import { weightAskedFor } from './weight-asked-for.js';

// Bad events are rare as a rule: half of one, as for shares of which nothing is known, has to be unlearned for longer.
const pseudoCount = 0.1;

/** Where a window's evidence is weighed: everything in it was known before the window. */
interface Scales {
  readonly kind: EventKind;
  readonly criterion: Criterion;
  readonly expected: number;
  readonly deflation: number;
  readonly arms: ArmTally;
}

/** Adds a window's counts of one criterion. What was not read, or cannot be, changes nothing. */
export function addCriterionWindow(
  plan: RolloutPlan,
  criterion: Criterion,
  before: CriterionEvidence,
  window: MeasuredWindow,
): CriterionEvidence {
  const counts = window.counts[criterion.name];
  const kind = eventKindOf(criterion.measure);
  const tallied = counts === undefined ? undefined : tallyArms(kind, counts);
  if (tallied === undefined) return before;
  const { arms, stablePods } = tallied;
  const learned = {
    stable: addTally(before.stable, arms.stable),
    canary: addTally(before.canary, arms.canary),
    dispersion: addDispersion(before.dispersion, stablePods, kind),
  };
  const expected = expectedOf(kind, criterion, before);
  const needsStable = criterion.tolerance.kind === 'against-stable';
  if (expected === undefined || arms.canary.total === 0 || (needsStable && arms.stable.total === 0)) {
    return { ...before, ...learned };
  }
  const scales = { kind, criterion, expected, deflation: deflation(before.dispersion), arms };
  return { ...weigh(plan, scales, before, window), ...learned };
}

/** What is known of the stable side before the window, shrunk a little towards the middle; of the canary where nothing is compared. */
function expectedOf(
  kind: EventKind,
  { tolerance }: Criterion,
  { stable, canary }: CriterionEvidence,
): number | undefined {
  if (stable.total > 0) return estimate(kind, stable);
  // The first window teaches what is usual; guessing it would cost more evidence than waiting.
  if (tolerance.kind === 'against-stable') return undefined;
  return canary.total > 0 ? estimate(kind, canary) : tolerance.max;
}

function estimate(kind: EventKind, { total, bad }: Tally): number {
  return (bad + pseudoCount) / (kind === 'shares' ? total + 1 : total);
}

function weigh(
  plan: RolloutPlan,
  scales: Scales,
  before: CriterionEvidence,
  window: MeasuredWindow,
): CriterionEvidence {
  const { tolerance } = scales.criterion;
  const tolerated = toleratedExcess(tolerance);
  const line = excessLine(tolerance, tolerated);
  const most = mostOfOneWindow(before.dispersion, logHarmBound(plan, scales.criterion));
  const harm = addToMixture(
    before.harm,
    harmAlternatives(scales.kind, line, scales.expected).map((alternative) =>
      Math.min(most, logE(scales, line, alternative)),
    ),
    (window.toMs - window.fromMs) / plan.timing.budgetMs,
  );
  const margins = excessMargins(plan, scales.criterion);
  const steps = margins.map((margin) => soundStep(scales, excessLine(tolerance, margin)));
  const toleratedStep = steps[margins.indexOf(tolerated)] ?? [0, 0];
  const counts = window.canaryWeight >= weightAskedFor(plan.strategy) / 2;
  // Load grows with the weight, and a proof tells of the load it comes from.
  const isFresh = before.recentWeight === 0 || window.canaryWeight > 2 * before.recentWeight;
  return {
    ...before,
    harm,
    mostLogHarm: Math.max(before.mostLogHarm, logOfMixture(harm)),
    promotion: counts ? addProof(before.promotion, toleratedStep) : before.promotion,
    proofs: steps.map((step, index) => addProof(before.proofs[index], step)),
    recentProofs: steps.map((step, index) => addProof(isFresh ? undefined : before.recentProofs[index], step)),
    recentWeight: isFresh ? window.canaryWeight : before.recentWeight,
  };
}

function soundStep(scales: Scales, line: HalfPlane): Proof {
  const alternatives = soundAlternatives(scales.kind, line, scales.expected);
  if (alternatives === undefined) return [0, 0];
  return [logE(scales, line, alternatives[0]), logE(scales, line, alternatives[1])];
}

/** A power of an e-value of at most 1 is an e-value too. */
function logE({ kind, deflation: divisor, arms }: Scales, line: HalfPlane, alternative: Point): number {
  return (kind === 'shares' ? logEOfShares : logEOfRates)(line, alternative, arms) / divisor;
}

function addProof(proof: Proof = [0, 0], step: Proof): Proof {
  return [proof[0] + step[0], proof[1] + step[1]];
}

function addTally(sum: Tally, { total, bad }: Tally): Tally {
  return { total: sum.total + total, bad: sum.bad + bad };
}
