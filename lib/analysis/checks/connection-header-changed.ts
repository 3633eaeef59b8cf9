import { defineCheck } from '../define-check.js';
import { headerChanges } from '../header-changes.js';

// RFC 9110, section 7.6.1, and the framing of HTTP/1.1 messages, RFC 9112, section 6.
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Finds headers that a route sets, but that belong to one connection or frame the body, and so to the proxies.
 */
export const connectionHeaderChanged = defineCheck('connection-header-changed', function* ({ index }) {
  for (const { subject, what, operations, origin } of headerChanges(index.routes)) {
    const given = [...operations.set, ...operations.add].map(({ name }) => name);
    for (const name of new Set(given.filter((header) => ofConnection.has(header)))) {
      yield {
        message: `${subject} gives the ${what} header "${name}", which belongs to one connection and is made by the proxies on the way`,
        origin,
        hint: 'leave it to the proxies',
      };
    }
  }
});
