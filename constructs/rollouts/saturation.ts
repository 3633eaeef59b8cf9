import { criterionOf, type CriterionOptions, type CriterionSpec } from './criterion-props.js';

/** What may fill up. */
export interface SaturationProps {
  /** Of the container. */
  readonly resource: 'cpu' | 'memory';
  /** Percent of the container's limit, over 0 to 100. */
  readonly over: number;
}

/** Share of a pod's measuring windows in which a resource was fuller than a bound. */
export function saturation({ resource, over }: SaturationProps, options: CriterionOptions = {}): CriterionSpec {
  const measure = { kind: 'saturation', resource, over: over / 100 } as const;
  return criterionOf(measure, options, { name: `${resource}-full`, unit: 'percent' });
}
