import type { Criterion } from '../../ir/rollout/criterion.js';
import type { ArmCounts, PodCount } from '../observation/measured-window.js';
import type { Draws } from './draws-from.js';
import type { RecordedTraffic, RecordedWindow } from './simulated-traffic.js';
import type { Effect, TrafficSource } from './traffic-source.js';

const blockMs = 60_000;

/**
 * Draws windows from a record of the stable side: blocks of 60 s in chance order, so that what hangs together in time stays together.
 * Each pod's requests are shared out between the sides by the weight, and pods that are drawn to be the canary's keep their clumps: so many of
 * them as the weight asks for, and the rest by thinning. Where the effect is over 0, requests of the canary that went well go wrong.
 */
export function recordedSource(
  traffic: RecordedTraffic,
  criteria: readonly Criterion[],
  effect: Effect,
  draws: Draws,
): TrafficSource {
  const next = bootstrap(traffic, draws);
  const seed = draws.uniform();
  return ({ epoch, fromMs, toMs, weight }) => {
    const taken: RecordedWindow[] = [];
    for (let ms = 0; ms < toMs - fromMs; ms += taken.at(-1)?.ms ?? toMs) taken.push(next());
    let harmed = 0;
    const requests = { canary: 0, stable: 0 };
    const counts = criteria.map((criterion) => {
      const pods = merge(taken, criterion.name);
      const arms = shareOut(pods, weight, seed, draws);
      const excess = effect[criterion.name] ?? 0;
      const worse = arms.canary.map((pod) => worsen(pod, excess, draws));
      if (criterion.measure.kind !== 'rate' && criterion.measure.kind !== 'saturation') {
        harmed += sum(worse, 'bad') - sum(arms.canary, 'bad');
        requests.canary = Math.max(requests.canary, sum(worse, 'total'));
        requests.stable = Math.max(requests.stable, sum(arms.stable, 'total'));
      }
      return [criterion.name, { canary: worse, stable: arms.stable }] as const;
    });
    return {
      harmed,
      window: { epoch, canaryWeight: weight, fromMs, toMs, requests, counts: Object.fromEntries(counts) },
    };
  };
}

/** The record's windows in blocks that begin anywhere; behind the end comes the beginning. */
function bootstrap({ windows }: RecordedTraffic, draws: Draws): () => RecordedWindow {
  let at = 0;
  let leftMs = 0;
  return () => {
    if (leftMs <= 0) {
      at = Math.floor(draws.uniform() * windows.length);
      leftMs = blockMs;
    }
    const window = windows[at % windows.length] ?? { ms: blockMs, counts: {} };
    at += 1;
    leftMs -= window.ms;
    return window;
  };
}

function merge(windows: readonly RecordedWindow[], criterion: string): readonly PodCount[] {
  const byPod = new Map<string, PodCount>();
  for (const { counts } of windows) {
    for (const { pod, total, bad } of counts[criterion] ?? []) {
      const before = byPod.get(pod) ?? { pod, total: 0, bad: 0 };
      byPod.set(pod, { pod, total: before.total + total, bad: before.bad + bad });
    }
  }
  return [...byPod.values()];
}

/** The pod that stands for the canary is the same for the whole run; it lends as much as the weight asks for, and others where it is too little. */
function shareOut(pods: readonly PodCount[], weight: number, seed: number, draws: Draws): ArmCounts {
  const first = Math.floor(seed * pods.length);
  let wanted = weight * sum(pods, 'total');
  const canary: PodCount[] = [];
  const stable: PodCount[] = [];
  for (let index = 0; index < pods.length; index++) {
    const pod = pods[(first + index) % pods.length];
    if (pod === undefined || pod.total === 0) continue;
    const lent = thin(pod, Math.max(0, Math.min(1, wanted / pod.total)), draws);
    wanted -= pod.total;
    if (lent.total > 0) canary.push(lent);
    if (pod.total > lent.total) stable.push({ pod: pod.pod, total: pod.total - lent.total, bad: pod.bad - lent.bad });
  }
  return { canary, stable };
}

function thin({ pod, total, bad }: PodCount, share: number, draws: Draws): PodCount {
  const lentBad = draws.binomial(bad, share);
  return { pod, total: lentBad + draws.binomial(total - bad, share), bad: lentBad };
}

function worsen({ pod, total, bad }: PodCount, excess: number, draws: Draws): PodCount {
  if (excess <= 0 || total === 0) return { pod, total, bad };
  const good = total - bad;
  return { pod, total, bad: bad + draws.binomial(good, good === 0 ? 0 : Math.min(1, (excess * total) / good)) };
}

function sum(pods: readonly PodCount[], field: 'total' | 'bad'): number {
  return pods.reduce((all, pod) => all + pod[field], 0);
}
