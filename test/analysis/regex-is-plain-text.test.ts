import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { createCheckContext } from '../../lib/analysis/check-context.js';
import { regexIsPlainText } from '../../lib/analysis/checks/regex-is-plain-text.js';
import { excludesPath } from '../../lib/analysis/match/excludes-path.js';
import { meetsText } from '../../lib/analysis/match/meets-text.js';
import type { MatchTerm } from '../../lib/ir/match.js';
import { meshIr } from '../support/mesh-ir.js';

const kinds = { is: 'exact', startsWith: 'prefix', endsWith: 'suffix', contains: 'contains' } as const;

/** What the check advises for a term, taken apart; undefined when it says nothing. */
function advice(term: Partial<MatchTerm>): { readonly call: string; readonly text: string } | undefined {
  const route = meshIr.httpRoute('a', { kind: 'service', service: 'cart' }, { match: meshIr.match(term) });
  const ir = meshIr.mesh({ services: [meshIr.service('cart', { routes: [route] })] });
  const [found] = regexIsPlainText.run(createCheckContext(ir));
  const [, call, text] = /\.(\w+)\((".*")\)$/.exec(found?.hint ?? '') ?? [];
  return call === undefined || text === undefined ? undefined : { call, text: JSON.parse(text) as string };
}

const pieces = (texts: readonly string[]) =>
  fc.array(fc.constantFrom(...texts), { maxLength: 4 }).map((all) => all.join(''));
const values = pieces(['a', 'b', '/', '.', '$', '^', '*']);

test('advises a condition on a header that takes the same values', () => {
  const patterns = pieces(['a', 'b', '\\.', '.*', '.', '^', '$', '\\$', '/']);
  let advised = 0;
  fc.assert(
    fc.property(patterns, fc.array(values, { minLength: 5 }), (pattern, texts) => {
      fc.pre(!pattern.includes('**'));
      const found = advice({ headers: [{ name: 'x', matcher: { kind: 'regex', value: pattern }, negate: false }] });
      if (found === undefined) return;
      advised++;
      const kind = kinds[found.call as keyof typeof kinds];
      for (const text of [...texts, found.text, `a${found.text}`, `${found.text}a`]) {
        expect([pattern, text, meetsText({ kind, value: found.text }, text)]).toEqual([
          pattern,
          text,
          RE2JS.matches(pattern, text),
        ]);
      }
    }),
    { numRuns: 1000 },
  );
  expect(advised).toBeGreaterThan(100);
});

test('advises a condition on the path that takes the same paths', () => {
  const patterns = fc
    .tuple(pieces(['/a', '/', 'b', '\\.', '.']), fc.constantFrom('', '(/.*)?', '(?:/.*)?', '/.*', '.*'))
    .map(([start, end]) => `/${start}${end}`);
  let advised = 0;
  fc.assert(
    fc.property(patterns, fc.array(values, { minLength: 5 }), (pattern, texts) => {
      const found = advice({ paths: [{ kind: 'regex', value: pattern }] });
      if (found === undefined) return;
      advised++;
      const kind = found.call === 'prefix' ? 'prefix' : 'exact';
      for (const path of [...texts.map((text) => `/${text}`), found.text, `${found.text}/`, `${found.text}/b`]) {
        const takes = !excludesPath({ kind: 'exact', value: path }, { kind, value: found.text });
        expect([pattern, path, takes]).toEqual([pattern, path, RE2JS.matches(pattern, path)]);
      }
    }),
    { numRuns: 1000 },
  );
  expect(advised).toBeGreaterThan(100);
});
