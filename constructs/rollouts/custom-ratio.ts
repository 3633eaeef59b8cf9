import { criterionOf, type CriterionOptions, type CriterionSpec } from './criterion-props.js';

/** Two cumulative counters of your own, as PromQL selectors without functions; the labels that tell pods and versions apart are added. */
export interface CustomRatioProps {
  /** All events, for example `checkout_orders_total`. */
  readonly total: string;
  /** The bad ones among them, for example `checkout_orders_total{result="failed"}`. */
  readonly bad: string;
}

/** Share of events of your own, counted by your program in Prometheus. */
export function customRatio(
  { total, bad }: CustomRatioProps,
  options: CriterionOptions & { readonly name: string },
): CriterionSpec {
  return criterionOf({ kind: 'counters', total, bad }, options, { name: options.name, unit: 'percent' });
}
