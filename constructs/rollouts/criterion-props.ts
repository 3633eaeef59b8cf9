import type { Criterion, Measure, Tolerance } from '../../lib/ir/rollout/criterion.js';

/** How much worse the canary may be. Percent of events, or events a second and pod for `eventRate`. */
export type ToleranceProps =
  | {
      /** Times the stable side's, 1 or more. @default 1.25 */
      readonly ratio?: number;
      /** Beyond that, in percentage points; 0 or more. @default 0.1, for `eventRate` 0 */
      readonly margin?: number;
      readonly max?: never;
    }
  | {
      /** Whatever the stable side does: at most this. */
      readonly max: number;
      readonly ratio?: never;
      readonly margin?: never;
    };

/** What every criterion can say. */
export type CriterionOptions = ToleranceProps & {
  /** Unique in its rollout. @default - a word for what is measured */
  readonly name?: string;
  /**
   * `gate`: promotion needs proof that it holds. `guard`: it can only take the canary back.
   *
   * @default 'gate'
   */
  readonly role?: Criterion['role'];
  /** Its part of the rollout's `falseRollback`, next to those of the others; more than 0. @default 1 */
  readonly weight?: number;
  /**
   * Excess that must be found, in percentage points: a rollout that would most likely miss it on its traffic does not compile.
   *
   * @default - nothing is promised
   */
  readonly mustFind?: number;
};

/** A criterion of a rollout. Made by `errorRatio`, `latencyOver`, `deniedRatio`, `saturation`, `customRatio` and `eventRate`. */
export interface CriterionSpec extends Pick<Criterion, 'name' | 'measure' | 'tolerance' | 'role' | 'mustFind'> {
  /** Its part of the rollout's `falseRollback`, next to those of the others. */
  readonly weight: number;
}

/** Brings what a criterion says into one form; percent become shares. */
export function criterionOf(
  measure: Measure,
  options: CriterionOptions,
  { name, unit }: { readonly name: string; readonly unit: 'percent' | 'events' },
): CriterionSpec {
  const divisor = unit === 'percent' ? 100 : 1;
  return {
    name: options.name ?? name,
    measure,
    tolerance: toleranceOf(options, unit),
    role: options.role ?? 'gate',
    weight: options.weight ?? 1,
    ...(options.mustFind === undefined ? {} : { mustFind: options.mustFind / divisor }),
  };
}

function toleranceOf({ ratio = 1.25, margin, max }: ToleranceProps, unit: 'percent' | 'events'): Tolerance {
  const divisor = unit === 'percent' ? 100 : 1;
  if (max !== undefined) return { kind: 'absolute', max: max / divisor };
  return { kind: 'against-stable', ratio, margin: (margin ?? (unit === 'percent' ? 0.1 : 0)) / divisor };
}
