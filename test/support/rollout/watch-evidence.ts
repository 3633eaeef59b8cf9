import { addWindow } from '../../../lib/rollout/evidence/add-window.js';
import { emptyEvidence } from '../../../lib/rollout/evidence/empty-evidence.js';
import type { Evidence } from '../../../lib/rollout/evidence/evidence.js';
import type { EvidenceReading } from '../../../lib/rollout/evidence/evidence-reading.js';
import { readEvidence } from '../../../lib/rollout/evidence/read-evidence.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';
import { declaredSource } from '../../../lib/rollout/simulate/declared-source.js';
import { type Draws, drawsFrom } from '../../../lib/rollout/simulate/draws-from.js';
import { quantile } from '../../../lib/rollout/simulate/quantile.js';
import { randomFromSeed } from '../../../lib/rollout/simulate/random-from-seed.js';
import type { DeclaredTraffic } from '../../../lib/rollout/simulate/simulated-traffic.js';
import type { Effect, TrafficSource, WindowAsked } from '../../../lib/rollout/simulate/traffic-source.js';

/** What evidence is watched on, window by window. */
export interface Watch {
  readonly plan: RolloutPlan;
  readonly traffic: Omit<DeclaredTraffic, 'kind'>;
  readonly effect: Effect;
  /** The canary's share, or the next one by what the evidence says. */
  readonly weight: number | ((reading: EvidenceReading, weight: number) => number);
  readonly windows: number;
  /** Windows of 30 s of the stable side that are known before. @default 0 */
  readonly known?: number;
  /** How many times as often events are bad at both sides, at a moment. @default 1 */
  readonly swing?: (atMs: number) => number;
  /** When the effect begins, ms. @default 0 */
  readonly onsetMs?: number;
  /** Makes windows of so many. @default 1 */
  readonly merged?: (draws: Draws) => number;
}

/** What is looked for after each window. */
export type Stop = (reading: EvidenceReading, weight: number) => boolean;

/** Harm of any criterion is proven. */
export const harmProven: Stop = ({ harmful }) => harmful.length > 0;

/** Every gate is proven. */
export const soundnessProven: Stop = ({ isProven }) => isProven;

/** How many runs a test does: its own number, times `MESHWRIGHT_ROLLOUT_RUNS`. */
export function runsOf(runs: number): number {
  return Math.round(runs * Number(process.env['MESHWRIGHT_ROLLOUT_RUNS'] ?? '1'));
}

/** The highest share of alarms that a true rate still gives: three standard errors above it. */
export function highestShare(rate: number, runs: number): number {
  return rate + 3 * Math.sqrt((rate * (1 - rate)) / runs);
}

/** How often, and when, something is seen. */
export interface Sightings {
  readonly share: number;
  /** Ms from the first window; `Infinity` where it was not seen. */
  readonly median: number;
  readonly p90: number;
}

const knownWindowMs = 30_000;

/** Watches many runs, each until it is seen or the windows are over. Looks after every window: as often as can be. */
export function watchRuns(watch: Watch, stop: Stop, runs: number, seed = 1): Sightings {
  const times = Array.from({ length: runs }, (_, run) => watchRun(watch, stop, seed + run * 7919));
  return {
    share: times.filter(Number.isFinite).length / runs,
    median: quantile(times, 0.5),
    p90: quantile(times, 0.9),
  };
}

function watchRun(watch: Watch, stop: Stop, seed: number): number {
  const { plan, known = 0 } = watch;
  const draws = drawsFrom(randomFromSeed(seed));
  const source = sourceOf(watch, draws);
  let evidence: Evidence = emptyEvidence(plan);
  for (let index = 0; index < known; index++) {
    const fromMs = (index - known) * knownWindowMs;
    evidence = addWindow(plan, evidence, source({ epoch: 1, fromMs, toMs: fromMs + knownWindowMs, weight: 0 }).window);
  }
  let weight = typeof watch.weight === 'number' ? watch.weight : 0.01;
  let epoch = 2;
  for (let index = 0; index < watch.windows;) {
    const count = watch.merged?.(draws) ?? 1;
    const fromMs = index * plan.timing.windowMs;
    index += count;
    const toMs = index * plan.timing.windowMs;
    evidence = addWindow(plan, evidence, source({ epoch, fromMs, toMs, weight }).window);
    const reading = readEvidence(plan, evidence);
    if (stop(reading, weight)) return toMs;
    const next = typeof watch.weight === 'number' ? weight : watch.weight(reading, weight);
    if (next !== weight) epoch += 1;
    weight = next;
  }
  return Infinity;
}

/** Draws each window from the figures of its moment. */
function sourceOf({ plan, traffic, effect, swing, onsetMs = 0 }: Watch, draws: Draws): TrafficSource {
  const sources = new Map<string, TrafficSource>();
  return (asked: WindowAsked) => {
    const factor = swing?.(asked.fromMs) ?? 1;
    const isBad = asked.fromMs >= onsetMs;
    const key = `${factor} ${String(isBad)}`;
    const source =
      sources.get(key) ??
      declaredSource(
        { kind: 'declared', ...traffic, badShare: traffic.badShare * factor },
        plan.criteria,
        isBad ? effect : {},
        draws,
      );
    sources.set(key, source);
    return source(asked);
  };
}
