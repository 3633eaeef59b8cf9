import type { Measure } from '../../ir/rollout/criterion.js';

/** An excess of bad events as people read it: percentage points of events, or events a second and pod. */
export function effectText({ kind }: Measure, effect: number): string {
  const digits = (value: number): string => String(Number(value.toPrecision(2)));
  return kind === 'rate' ? `${digits(effect)}/s` : `${digits(100 * effect)} pp`;
}
