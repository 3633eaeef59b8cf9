import type { Criterion } from '../../../ir/rollout/criterion.js';
import { percentText } from './percent-text.js';

/**
 * What a side does, in words: `answers 5.1 % with errors`.
 *
 * @param share bad events of all; for rates, events a second and pod
 */
export function badText({ name, measure }: Criterion, share: number): string {
  switch (measure.kind) {
    case 'error-ratio':
      return `answers ${percentText(share)} with errors`;
    case 'latency-over':
      return `answers ${percentText(share)} later than ${measure.edgeMs} ms`;
    case 'denied-ratio':
      return `denies ${percentText(share)}`;
    case 'saturation':
      return `has its ${measure.resource} over ${percentText(measure.over)} in ${percentText(share)} of its windows`;
    case 'counters':
      return `has ${percentText(share)} bad by "${name}"`;
    case 'rate':
      return `has ${Number(share.toPrecision(2))} events a second and pod by "${name}"`;
  }
}
