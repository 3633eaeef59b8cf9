import { defineCheck } from '../define-check.js';
import { headerChanges } from '../header-changes.js';
import { showValue } from '../words/show-value.js';

// Envoy's substitution commands: `%START_TIME%`, `%REQ(x-user)%`, `%REQ(x-user):10%`.
const command = /%[A-Z][A-Z0-9_]+(?:\([^)]*\))?(?::\d+)?%/;

/**
 * Finds values of headers that are written as Envoy's commands. Values are literal here, so that the text itself is sent.
 */
export const headerValueNotExpanded = defineCheck('header-value-not-expanded', function* ({ index }) {
  for (const { subject, what, operations, origin } of headerChanges(index.routes)) {
    for (const { name, value } of [...operations.set, ...operations.add]) {
      // A value that is no text is reported by `invalid-value`.
      const [found] = typeof value === 'string' ? (command.exec(value) ?? []) : [];
      if (found === undefined) continue;
      yield {
        message: `${subject} gives the ${what} header "${name}" the value ${showValue(value)}, in which ${found} is sent as it stands: values are literal`,
        origin,
        hint: 'give the text that is meant',
      };
    }
  }
});
