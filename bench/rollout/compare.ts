import { addWindow } from '../../lib/rollout/evidence/add-window.js';
import { emptyEvidence } from '../../lib/rollout/evidence/empty-evidence.js';
import { readEvidence } from '../../lib/rollout/evidence/read-evidence.js';
import type { MeasuredWindow } from '../../lib/rollout/observation/measured-window.js';
import type { RolloutPlan } from '../../lib/rollout/plan/rollout-plan.js';
import { declaredSource } from '../../lib/rollout/simulate/declared-source.js';
import { drawsFrom } from '../../lib/rollout/simulate/draws-from.js';
import { quantile } from '../../lib/rollout/simulate/quantile.js';
import { randomFromSeed } from '../../lib/rollout/simulate/random-from-seed.js';
import { argo } from './rules/argo.js';
import { flagger } from './rules/flagger.js';
import { kayenta } from './rules/kayenta.js';
import { type Rule, stretchOf } from './rules/rule.js';

/** One situation that all rules see alike. */
export interface Situation {
  readonly requestsPerSecond: number;
  readonly effect: number;
  readonly weight: number;
  readonly clump?: number;
  readonly badShare?: number;
}

/** How often a rule rolled back, and when. */
export interface Verdict {
  readonly rule: string;
  readonly share: number;
  readonly medianMs: number;
}

const others: readonly Rule[] = [flagger(1), flagger(5), argo(0), kayenta];

/** Shows the same drawn windows of a plan's whole time to every rule. */
export function compare(plan: RolloutPlan, situation: Situation, runs: number, seed: number): readonly Verdict[] {
  const times = new Map<string, number[]>();
  const note = (rule: string, ms: number): void => void times.set(rule, [...(times.get(rule) ?? []), ms]);
  for (let run = 0; run < runs; run++) {
    const windows = drawWindows(plan, situation, seed + run * 7919);
    note('Meshwright', firstHarmMs(plan, windows));
    const stretches = windows.map((window) =>
      stretchOf(window.counts['errors'] ?? { canary: [], stable: [] }, window.toMs - window.fromMs),
    );
    for (const { name, rollbackMs } of others) note(name, rollbackMs(stretches));
  }
  return [...times].map(([rule, all]) => ({
    rule,
    share: all.filter(Number.isFinite).length / runs,
    medianMs: quantile(all, 0.5),
  }));
}

function drawWindows(plan: RolloutPlan, situation: Situation, seed: number): readonly MeasuredWindow[] {
  const { requestsPerSecond, clump = 1, badShare = 0.002, effect, weight } = situation;
  const traffic = { kind: 'declared', requestsPerSecond, clump, badShare } as const;
  const source = declaredSource(traffic, plan.criteria, { errors: effect }, drawsFrom(randomFromSeed(seed)));
  const { windowMs, budgetMs } = plan.timing;
  return Array.from(
    { length: budgetMs / windowMs },
    (_, index) => source({ epoch: 1, fromMs: index * windowMs, toMs: (index + 1) * windowMs, weight }).window,
  );
}

/** Ours, without anything known before: what `decide` rolls back by. */
function firstHarmMs(plan: RolloutPlan, windows: readonly MeasuredWindow[]): number {
  let evidence = emptyEvidence(plan);
  for (const window of windows) {
    evidence = addWindow(plan, evidence, window);
    if (readEvidence(plan, evidence).harmful.length > 0) return window.toMs;
  }
  return Infinity;
}
