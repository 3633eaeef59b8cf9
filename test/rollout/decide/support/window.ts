import type { MeasuredWindow } from '../../../../lib/rollout/observation/measured-window.js';

/** What happened in a window: so many requests that one or two windows decide. */
export type WindowKind = 'good' | 'bad' | 'idle' | 'starved' | 'thin';

const requests: Readonly<Record<WindowKind, number>> = {
  good: 400_000,
  bad: 400_000,
  idle: 0,
  starved: 400_000,
  thin: 400,
};

/** One second of requests at a weight. */
export function windowOf(
  kind: WindowKind,
  { epoch, weight, fromMs }: { readonly epoch: number; readonly weight: number; readonly fromMs: number },
): MeasuredWindow {
  const all = requests[kind];
  const canary = kind === 'starved' ? 0 : Math.round(all * weight);
  const stable = all - canary;
  const count = (total: number, share: number) =>
    ['a', 'b'].map((pod) => ({ pod, total: Math.floor(total / 2), bad: Math.floor((total / 2) * share) }));
  return {
    epoch,
    canaryWeight: weight,
    fromMs,
    toMs: fromMs + 1_000,
    requests: { canary, stable },
    counts: { errors: { canary: count(canary, kind === 'bad' ? 0.05 : 0.002), stable: count(stable, 0.002) } },
  };
}
