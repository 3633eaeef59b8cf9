import type { Criterion } from '../../ir/rollout/criterion.js';
import type { ArmCounts, PodCount } from '../observation/measured-window.js';
import type { Draws } from './draws-from.js';
import type { DeclaredTraffic } from './simulated-traffic.js';
import type { Effect, TrafficSource } from './traffic-source.js';

const dayMs = 86_400_000;
const msPerSecond = 1000;

/** Draws windows from figures. The hour at which the rollout begins is drawn too. */
export function declaredSource(
  traffic: DeclaredTraffic,
  criteria: readonly Criterion[],
  effect: Effect,
  draws: Draws,
): TrafficSource {
  const stablePods = Math.max(1, Math.round(traffic.pods ?? 4));
  const beginMs = draws.uniform() * dayMs;
  return ({ epoch, fromMs, toMs, weight }) => {
    const seconds = (toMs - fromMs) / msPerSecond;
    const all = draws.poisson(
      traffic.requestsPerSecond * dailyFactor(traffic, beginMs + (fromMs + toMs) / 2) * seconds,
    );
    const canary = draws.binomial(all, weight);
    const pods = { canary: Math.max(1, Math.round((stablePods * weight) / (1 - weight * 0.999))), stable: stablePods };
    const requests = {
      canary: spread(canary, pods.canary, draws),
      stable: spread(all - canary, pods.stable, draws),
    };
    let harmed = 0;
    const counts = criteria.map((criterion) => {
      const usual = traffic.badShares?.[criterion.name] ?? traffic.badShare;
      const excess = effect[criterion.name] ?? 0;
      const draw = { criterion, usual, clump: traffic.clump ?? 1, ms: toMs - fromMs, draws };
      const drawn = drawArm(draw, requests.canary, excess);
      harmed += isOfRequests(criterion) ? drawn.excess : 0;
      const arms: ArmCounts = { canary: drawn.pods, stable: drawArm(draw, requests.stable, 0).pods };
      return [criterion.name, arms] as const;
    });
    const window = {
      epoch,
      canaryWeight: weight,
      fromMs,
      toMs,
      requests: { canary, stable: all - canary },
      counts: Object.fromEntries(counts),
    };
    return { window, harmed };
  };
}

interface ArmDraw {
  readonly criterion: Criterion;
  readonly usual: number;
  readonly clump: number;
  readonly ms: number;
  readonly draws: Draws;
}

function drawArm(
  { criterion, usual, clump, ms, draws }: ArmDraw,
  requests: readonly number[],
  excess: number,
): { pods: readonly PodCount[]; excess: number } {
  let added = 0;
  const pods = requests.map((count, index): PodCount => {
    const pod = String(index);
    if (criterion.measure.kind === 'rate') {
      const more = draws.poisson((excess * ms) / msPerSecond);
      added += more;
      return { pod, total: ms, bad: draws.poisson((usual * ms) / msPerSecond) + more };
    }
    const total = criterion.measure.kind === 'saturation' ? 1 : count;
    const bad = draws.clumped(total, usual, clump);
    // Of those that would have been well so many that the share rises by the excess.
    const more = excess <= 0 ? 0 : draws.clumped(total - bad, Math.min(1, excess / (1 - usual)), clump);
    added += more;
    return { pod, total, bad: bad + more };
  });
  return { pods, excess: added };
}

function isOfRequests({ measure }: Criterion): boolean {
  return measure.kind !== 'rate' && measure.kind !== 'saturation';
}

/** Requests over pods, each to any of them alike. */
function spread(requests: number, pods: number, draws: Draws): readonly number[] {
  let left = requests;
  return Array.from({ length: pods }, (_, index) => {
    const own = draws.binomial(left, 1 / (pods - index));
    left -= own;
    return own;
  });
}

/** A day's swing around a mean of 1. */
function dailyFactor({ peakOverLeast = 1 }: DeclaredTraffic, atMs: number): number {
  const swing = (peakOverLeast - 1) / (peakOverLeast + 1);
  return 1 + swing * Math.sin((2 * Math.PI * atMs) / dayMs);
}
