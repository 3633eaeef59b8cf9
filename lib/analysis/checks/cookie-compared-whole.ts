import type { HeaderMatch } from '../../ir/match.js';
import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

const verbByKind: ReadonlyMap<string, string> = new Map([
  ['exact', 'is'],
  ['prefix', 'starts with'],
  ['suffix', 'ends with'],
]);

/**
 * Finds conditions on one cookie that hold only where it stands at a certain place among the others: a client sends all its
 * cookies in one header, in an order of its own.
 */
export const cookieComparedWhole = defineCheck('cookie-compared-whole', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const told = new Set<string>(); // alternatives repeat their common conditions
    for (const condition of route.match.anyOf.flatMap(({ headers }) => headers)) {
      const words = wordsOf(condition);
      if (words === undefined || told.has(words)) continue;
      told.add(words);
      yield {
        message: `${describeRoute(site)} asks whether header "cookie" ${words}, but the header holds all cookies of a client, in any order`,
        origin: route.origin,
        hint: 'look for it among the others: header("cookie").matches("(.*; )?name=value(;.*)?")',
      };
    }
  }
});

/** What a condition asks of a single cookie, in words; undefined where it asks something else. */
function wordsOf({ name, matcher }: HeaderMatch): string | undefined {
  const verb = verbByKind.get(matcher.kind);
  if (name !== 'cookie' || verb === undefined || !('value' in matcher)) return undefined;
  // Several cookies in one value are meant as the whole header.
  return /^[^=;]+=[^;]+$/.test(matcher.value) ? `${verb} ${showValue(matcher.value)}` : undefined;
}
