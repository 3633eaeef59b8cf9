import type { QueryParameterMatch } from '../../ir/match.js';
import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

/**
 * Finds conditions on the query that no URL can meet: it is compared as sent, and some characters are only sent encoded.
 */
export const queryNeverSent = defineCheck('query-never-sent', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const told = new Set<string>(); // alternatives repeat their common conditions
    for (const { what, text } of route.match.anyOf.flatMap((term) => term.queryParameters).flatMap(literals)) {
      const isName = what === 'name';
      const [character] = (isName ? /[\s&#=]|[^\p{ASCII}]/u : /[\s&#]|[^\p{ASCII}]/u).exec(text) ?? [];
      if (character === undefined || told.has(text)) continue;
      told.add(text);
      yield {
        message: `${describeRoute(site)} asks for ${showValue(text)} as the ${what} of a query parameter, but "${character}" is never in one: queries are compared as they are sent, encoded`,
        origin: route.origin,
        hint: `write ${showValue(encodeURIComponent(text))}${text.includes(' ') ? ', and "+" for blanks where forms send it' : ''}`,
      };
    }
  }
});

function literals({
  name,
  matcher,
}: QueryParameterMatch): { readonly what: 'name' | 'value'; readonly text: string }[] {
  const texts: { readonly what: 'name' | 'value'; readonly text: unknown }[] = [{ what: 'name', text: name }];
  if (matcher.kind !== 'present' && matcher.kind !== 'regex') texts.push({ what: 'value', text: matcher.value });
  // An untyped program may give anything.
  return texts.flatMap(({ what, text }) => (typeof text === 'string' ? [{ what, text }] : []));
}
