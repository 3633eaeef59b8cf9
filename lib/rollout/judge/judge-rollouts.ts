import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Criterion } from '../../ir/rollout/criterion.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { RolloutTraffic } from '../../ir/rollout/rollout-traffic.js';
import { mostWeight } from '../decide/bounds/most-weight.js';
import { durationText } from '../decide/sentences/duration-text.js';
import { percentText } from '../decide/sentences/percent-text.js';
import { isShareOfRequests } from '../evidence/is-share-of-requests.js';
import { createRolloutPlan } from '../plan/create-rollout-plan.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { plannedDelay } from '../simulate/planned-delay.js';
import { simulateEffect, type EffectFigures } from '../simulate/simulate-effect.js';
import type { Effect } from '../simulate/traffic-source.js';
import { plannedProof } from './planned-proof.js';

// A rollout whose formula leaves that much room has never been seen to need its budget; it is not tried.
const clearFactor = 50;
// Tried so often, with one seed, so that the same program always gets the same answer.
const runs = 16;
const seed = 1;
const leastShare = 1e-6;
const msPerSecond = 1000;

/** A rollout whose traffic is known, without what requests do not tell. */
interface Judged {
  readonly plan: RolloutPlan;
  readonly traffic: RolloutTraffic;
}

/**
 * Finds rollouts that their declared traffic cannot decide within their time, and criteria that would miss on it what they must find. By a formula first;
 * what that leaves open is tried by the functions that will decide. Where no traffic is declared nothing is judged, nor for groups of callers,
 * of whose size nobody speaks. Reports `rollout-undecidable` and `rollout-misses-harm`.
 */
export function judgeRollouts(ir: MeshIr): readonly Diagnostic[] {
  return ir.rollouts.flatMap((rollout) => {
    const { traffic, strategy } = rollout;
    if (traffic === undefined || strategy.kind === 'a-b') return [];
    const all = createRolloutPlan(ir, rollout);
    const plan = { ...all, criteria: all.criteria.filter(({ measure }) => isShareOfRequests(measure)) };
    const judged = { plan, traffic };
    const undecidable = judgeProof(judged);
    const missed = plan.criteria.flatMap((criterion) => judgeFinding(judged, criterion));
    return undecidable === undefined ? missed : [undecidable, ...missed];
  });
}

/** Whether a sound canary can be promoted in time. Who promotes without proof when the time is over does not ask for one. */
function judgeProof(judged: Judged): Diagnostic | undefined {
  const { plan, traffic } = judged;
  const { name, timing, leastRequests, origin } = plan;
  const gates = plan.criteria.filter(({ role }) => role === 'gate');
  if (gates.length === 0 || plan.whenUndecided === 'promote') return undefined;
  const rate = rateText(traffic);
  const answered = Math.round((traffic.requestsPerSecond * highestWeight(plan) * timing.budgetMs) / msPerSecond);
  if (answered < leastRequests)
    return createDiagnostic('rollout-undecidable', {
      message: `on ${rate} the canary of rollout "${name}" answers ${answered} requests at most within ${durationText(timing.budgetMs)}, and "leastRequests" asks for ${leastRequests}`,
      origin,
      hint: 'ask for fewer requests, or give the rollout a longer "budget"',
    });
  const proofs = gates.map((criterion) => ({ criterion, ms: fastest(judged, proofAt(judged, criterion)) }));
  const slowest = proofs.reduce((worst, each) => (each.ms > worst.ms ? each : worst));
  const { criterion, ms } = slowest;
  if (ms === Infinity) return alwaysWorse(judged, criterion);
  const hint = `allow more ("margin", "ratio"), give the rollout a longer "budget", or make the criterion a guard and ask for approval; meshwright rollout simulate shows what it can decide`;
  if (ms > timing.budgetMs)
    return createDiagnostic('rollout-undecidable', {
      message: `on ${rate} criterion "${criterion.name}" of rollout "${name}" needs at least ${durationText(ms)} to prove that a sound canary is sound, and has ${durationText(timing.budgetMs)}`,
      origin: criterion.origin,
      hint: `${hint}; it would take ${roundUp((traffic.requestsPerSecond * ms) / timing.budgetMs)} requests a second or more`,
    });
  if (ms * clearFactor <= timing.budgetMs) return undefined;
  const { promoted } = tried(judged, {});
  if (promoted >= 0.5) return undefined;
  return createDiagnostic('rollout-undecidable', {
    message: `on ${rate} rollout "${name}" promotes ${timesText(promoted)} simulated canaries that are sound within ${durationText(timing.budgetMs)}; criterion "${criterion.name}" takes longest`,
    origin: criterion.origin,
    hint,
  });
}

function alwaysWorse({ plan, traffic }: Judged, { name, origin, tolerance }: Criterion): Diagnostic {
  const allowed =
    tolerance.kind === 'absolute'
      ? `tolerates ${percentText(tolerance.max)} at most`
      : 'tolerates nothing beyond the stable side';
  return createDiagnostic('rollout-undecidable', {
    message: `criterion "${name}" of rollout "${plan.name}" ${allowed}, and ${percentText(traffic.badShare)} of the declared traffic is bad when all is well: no canary can be promoted`,
    origin,
    hint: 'tolerate more than what is usual, or declare "traffic" as it is',
  });
}

/** Whether a criterion finds in time what it must find. */
function judgeFinding(judged: Judged, criterion: Criterion): readonly Diagnostic[] {
  const { plan, traffic } = judged;
  const { name, origin, mustFind: effect } = criterion;
  const { budgetMs } = plan.timing;
  if (effect === undefined) return [];
  const rate = rateText(traffic);
  const excess = `${String(Number((100 * effect).toPrecision(3)))} pp`;
  const ms = fastest(judged, (weight) => plannedDelay(plan, criterion, { ...steady(traffic), weight, effect }));
  const report = (what: string, hint: string): readonly Diagnostic[] => [
    createDiagnostic('rollout-misses-harm', {
      message: `criterion "${name}" of rollout "${plan.name}" must find an excess of ${excess}, ${what}`,
      origin,
      hint,
    }),
  ];
  if (ms === Infinity)
    return report('which it tolerates', 'tolerate less ("margin", "ratio", "max"), or leave "mustFind" out');
  const hint =
    'tolerate less, send more to the canary, give the rollout a longer "budget", or say a larger "mustFind"; meshwright rollout simulate shows what it can find';
  if (ms > budgetMs)
    return report(`and on ${rate} that takes about ${durationText(ms)}; it has ${durationText(budgetMs)}`, hint);
  if (ms * clearFactor <= budgetMs) return [];
  const { rolledBack } = tried(judged, { [name]: effect });
  if (rolledBack >= 0.5) return [];
  return report(
    `and on ${rate} ${timesText(rolledBack)} simulated rollouts found it within ${durationText(budgetMs)}`,
    hint,
  );
}

function proofAt({ plan, traffic }: Judged, criterion: Criterion): (weight: number) => number {
  return (weight) => plannedProof(plan, criterion, { ...steady(traffic), weight });
}

/** The best of what a formula says of the weights that the canary may have; errors in clumps tell less. */
function fastest({ plan, traffic }: Judged, msAt: (weight: number) => number): number {
  const most = highestWeight(plan);
  return traffic.clump * Math.min(...[1, 0.5, 0.25].map((part) => msAt(Math.min(0.999, most * part))));
}

function steady({ requestsPerSecond, badShare }: RolloutTraffic): { requestsPerSecond: number; badShare: number } {
  return { requestsPerSecond, badShare: Math.min(1 - leastShare, Math.max(leastShare, badShare)) };
}

/** What the canary gets at most before it is decided, 0 to 1. */
function highestWeight(plan: RolloutPlan): number {
  const { strategy } = plan;
  switch (strategy.kind) {
    case 'paced':
      return Math.min(strategy.most, mostWeight(plan));
    case 'steps':
      return Math.min(strategy.steps.at(-1)?.weight ?? 0, mostWeight(plan));
    case 'mirror':
      return strategy.share;
    case 'blue-green':
    case 'a-b':
      return mostWeight(plan);
  }
}

function tried({ plan, traffic }: Judged, effect: Effect): EffectFigures {
  return simulateEffect(plan, { kind: 'declared', ...traffic }, { seed, runs, effect });
}

function rateText({ requestsPerSecond }: RolloutTraffic): string {
  return `${String(requestsPerSecond)} ${requestsPerSecond === 1 ? 'request' : 'requests'} a second`;
}

function timesText(share: number): string {
  return `${Math.round(share * runs)} of ${runs}`;
}

function roundUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit) * unit;
}
