import type { Message } from './message.js';
import { headerValues } from './header-values.js';

/**
 * The value of a cookie: the first of that name in all lines of the header, without the quotes around it. Undefined
 * where there is none. Envoy: `Http::Utility::parseCookies`.
 */
export function cookieValue(request: Message, name: string): string | undefined {
  for (const line of headerValues(request, 'cookie')) {
    for (const pair of line.split(';')) {
      const equals = pair.indexOf('=');
      if (equals === -1 || pair.slice(0, equals).replace(/^ +/, '') !== name) continue;
      const value = pair.slice(equals + 1);
      return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
    }
  }
  return undefined;
}
