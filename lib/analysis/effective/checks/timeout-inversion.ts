import type { EffectiveHttpRoute } from '../../../ir/effective-mesh.js';
import { showDuration } from '../../words/show-duration.js';
import { showEffectiveDuration } from '../../words/show-effective-duration.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { limitMs } from '../edge-limits.js';
import { groupByOrigin } from '../group-by-origin.js';
import { invertedTimeouts } from '../inverted-timeouts.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds calls that the program lets last as long as the caller's own caller waits, or longer. Where it is a
 * default of ours that lasts longer, nothing is said: every mesh that sets one short timeout would be told of it.
 */
export const timeoutInversion = defineEffectiveCheck('timeout-inversion', function* (context) {
  const groups = groupByOrigin(invertedTimeouts(context), ({ inner }) => inner.route.timeout.requestMs.origin);
  for (const { origin, first, all } of groups) {
    const { outer, inner } = first;
    const { caller, callee: middle } = outer.edge;
    const callee = inner.edge.callee;
    const outerTimeout = outer.route.timeout.requestMs;
    const less = showDuration(limitMs(outer.route));
    yield {
      message:
        `"${middle.name}" waits ${howLong(inner.route)} for "${callee.name}", ` +
        `but "${caller.name}" gives up on "${middle.name}" after ${showEffectiveDuration(outerTimeout)}` +
        andMore(all.length - 1, 'such call'),
      origin,
      related: [
        {
          message: `how long "${caller.name}" waits for "${middle.name}"`,
          origin: outerTimeout.origin.kind === 'user' ? outerTimeout.origin : outer.edge.origin,
        },
      ],
      hint: `let "${middle.name}" wait less than ${less}, or "${caller.name}" longer`,
    };
  }
});

function howLong({ timeout: { requestMs } }: EffectiveHttpRoute): string {
  return requestMs.value === 'none' ? 'without limit' : `up to ${showDuration(requestMs.value)}`;
}
