import type { RolloutPlan } from '../plan/rollout-plan.js';
import { emptyCriterionEvidence } from './empty-criterion-evidence.js';
import type { Evidence } from './evidence.js';
import type { EvidenceReading } from './evidence-reading.js';
import { logOfMixture } from './log-of-mixture.js';
import { logRoutingBound } from './log-routing-bound.js';
import { readCriterion } from './read-criterion.js';
import { weightCeiling } from './weight-ceiling.js';

/** What the evidence says by now. */
export function readEvidence(plan: RolloutPlan, evidence: Evidence): EvidenceReading {
  const known = plan.criteria.map((criterion) => {
    const own = evidence.criteria[criterion.name] ?? emptyCriterionEvidence(plan, criterion);
    return { criterion, own, reading: readCriterion(plan, criterion, own) };
  });
  const gates = known.filter(({ criterion }) => criterion.role === 'gate');
  const weight = evidence.last?.canaryWeight ?? 0;
  const excess = ({ logHarm, logHarmBound }: { logHarm: number; logHarmBound: number }): number =>
    logHarm - logHarmBound;
  return {
    criteria: known.map(({ reading }) => reading),
    harmful: known
      .map(({ reading }) => reading)
      .filter((reading) => excess(reading) >= 0)
      .sort((left, right) => excess(right) - excess(left))
      .map(({ name }) => name),
    isProven: gates.length > 0 && gates.every(({ reading }) => reading.isProven),
    isNotRouted: logOfMixture(evidence.routing.starved) >= logRoutingBound(evidence.routing.epochs),
    weightCeiling: Math.min(1, ...gates.map(({ criterion, own }) => weightCeiling(plan, criterion, own, weight))),
    canaryRequests: evidence.canaryRequests,
  };
}
