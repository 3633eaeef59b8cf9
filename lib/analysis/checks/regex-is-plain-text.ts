import type { MatchTerm, StringMatcher } from '../../ir/match.js';
import { defineCheck } from '../define-check.js';
import { plainText } from '../syntax/plain-text.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

interface Advice {
  readonly what: string;
  readonly pattern: string;
  /** The same condition, as the user would write it. */
  readonly instead: string;
}

/**
 * Finds regular expressions that say what a simpler condition says, which is read at a glance and found in an index.
 */
export const regexIsPlainText = defineCheck('regex-is-plain-text', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const told = new Set<string>(); // alternatives repeat their common conditions
    for (const { what, pattern, instead } of route.match.anyOf.flatMap(adviceOn)) {
      if (told.has(instead)) continue;
      told.add(instead);
      yield {
        message: `${what} of ${describeRoute(site)} has the regular expression ${showValue(pattern)}, which is plain text`,
        origin: route.origin,
        hint: `write ${instead}`,
      };
    }
  }
});

function adviceOn({ paths, headers, queryParameters }: MatchTerm): Advice[] {
  return [
    ...paths.flatMap(({ kind, value }): Advice[] => {
      const instead = kind === 'regex' ? pathInstead(value) : undefined;
      return instead === undefined ? [] : [{ what: 'the path condition', pattern: value, instead }];
    }),
    ...headers.flatMap(({ name, matcher, negate }): Advice[] => {
      const call = negate ? undefined : textInstead(matcher, ['is', 'startsWith', 'endsWith', 'contains']);
      if (call === undefined || matcher.kind !== 'regex') return [];
      const what = `the condition on header "${name}"`;
      return [{ what, pattern: matcher.value, instead: `header(${showValue(name)}).${call}` }];
    }),
    ...queryParameters.flatMap(({ name, matcher }): Advice[] => {
      const call = textInstead(matcher, ['is', 'startsWith']);
      if (call === undefined || matcher.kind !== 'regex') return [];
      const what = `the condition on query parameter "${name}"`;
      return [{ what, pattern: matcher.value, instead: `query(${showValue(name)}).${call}` }];
    }),
  ];
}

function pathInstead(pattern: string): string | undefined {
  const body = withoutAnchors(pattern);
  const below = /^(.+)\((?:\?:)?\/\.\*\)\?$/.exec(body)?.[1];
  const prefix = below === undefined ? undefined : plainText(below);
  if (prefix?.startsWith('/') === true && !prefix.endsWith('/')) return `path.prefix(${showValue(prefix)})`;
  const exact = plainText(body);
  return exact?.startsWith('/') === true ? `path.exact(${showValue(exact)})` : undefined;
}

type TextCall = 'is' | 'startsWith' | 'endsWith' | 'contains';

function textInstead(matcher: StringMatcher, calls: readonly TextCall[]): string | undefined {
  if (matcher.kind !== 'regex') return undefined;
  const body = withoutAnchors(matcher.value);
  const [isOpenBefore, isOpenAfter] = [body.startsWith('.*'), /(?<!\\)\.\*$/.test(body)];
  const text = plainText(body.slice(isOpenBefore ? 2 : 0, isOpenAfter ? -2 : undefined));
  if (text === undefined || text === '') return undefined;
  const call = isOpenBefore ? (isOpenAfter ? 'contains' : 'endsWith') : isOpenAfter ? 'startsWith' : 'is';
  return calls.includes(call) ? `${call}(${showValue(text)})` : undefined;
}

/** An expression without its anchors, which change nothing: it always holds for the whole text. */
function withoutAnchors(pattern: unknown): string {
  // One that is no text is reported by `invalid-regex`.
  const text = typeof pattern === 'string' ? pattern : '';
  return text.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
}
