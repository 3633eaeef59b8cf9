import type { Rule } from './rule.js';

/** Bounds as PGV names them. */
export interface Bounds {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

function boundText({ gt, gte, lt, lte }: Bounds, joint: string, unit: string): string {
  const low = gt !== undefined ? `greater than ${gt}${unit}` : gte !== undefined ? `at least ${gte}${unit}` : undefined;
  const high = lt !== undefined ? `less than ${lt}${unit}` : lte !== undefined ? `at most ${lte}${unit}` : undefined;
  return [low, high].filter((part) => part !== undefined).join(joint);
}

/**
 * Compiles a range; undefined when no bound is given. An upper bound below the lower one means "outside the interval"
 * (PGV). NaN is in no range, as in Envoy.
 *
 * @param unit - written after the bounds in messages: "s" for durations, else empty
 */
export function rangeRule(bounds: Bounds, unit: string): Rule<number | bigint> | undefined {
  const { gt, gte, lt, lte } = bounds;
  const low = gt ?? gte;
  const high = lt ?? lte;
  if (low === undefined && high === undefined) return undefined;
  const aboveLow = (value: number | bigint): boolean =>
    gt !== undefined ? value > gt : gte !== undefined ? value >= gte : true;
  const belowHigh = (value: number | bigint): boolean =>
    lt !== undefined ? value < lt : lte !== undefined ? value <= lte : true;
  const outside = low !== undefined && high !== undefined && high < low;
  const error = `must be ${boundText(bounds, outside ? ' or ' : ' and ', unit)}`;
  if (outside) return (value) => (aboveLow(value) || belowHigh(value) ? undefined : `${error}, got ${value}${unit}`);
  return (value) => (aboveLow(value) && belowHigh(value) ? undefined : `${error}, got ${value}${unit}`);
}
