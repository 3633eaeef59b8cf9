import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

// Envoy's substitution commands: `%START_TIME%`, `%REQ(x-user)%`, `%REQ(x-user):10%`.
const command = /%[A-Z][A-Z0-9_]+(?:\([^)]*\))?(?::\d+)?%/;

/**
 * Finds values of headers that are written as Envoy's commands. Values are literal here, so that the text itself is sent.
 */
export const headerValueNotExpanded = defineCheck('header-value-not-expanded', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    for (const [what, operations] of [
      ['request', route.requestHeaders],
      ['response', route.responseHeaders],
    ] as const) {
      for (const { name, value } of [...(operations?.set ?? []), ...(operations?.add ?? [])]) {
        // A value that is no text is reported by `invalid-value`.
        const [found] = typeof value === 'string' ? (command.exec(value) ?? []) : [];
        if (found === undefined) continue;
        yield {
          message: `${describeRoute(site)} gives the ${what} header "${name}" the value ${showValue(value)}, in which ${found} is sent as it stands: values are literal`,
          origin: route.origin,
          hint: 'give the text that is meant',
        };
      }
    }
  }
});
