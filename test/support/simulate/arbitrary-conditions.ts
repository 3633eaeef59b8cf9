import type { StringMatcher } from 'envoy-config-types/envoy/type/matcher/v3';
import fc from 'fast-check';
import { arbitraryFields } from './arbitrary-fields.js';

const { some, maybe, merged } = arbitraryFields;
const texts = some('', '1', '2', '10', 'a', 'A', 'ab', 'b,a', 'a,b', '-5', 'aXb');
const regexes = some('.*', 'a', '[ab]+', '(?i)A', 'a.*', '.+', '\\d+', 'a|b', '(a,)?b', '^a$', 'b*');
const stringMatcher: fc.Arbitrary<StringMatcher> = fc.oneof(
  fc.record({ exact: texts, ignore_case: fc.boolean() }),
  fc.record({ prefix: some('a', 'A', 'b', '1'), ignore_case: fc.boolean() }),
  fc.record({ suffix: some('a', 'B', 'b', '0'), ignore_case: fc.boolean() }),
  fc.record({ contains: some('a', 'X', ',', '1'), ignore_case: fc.boolean() }),
  regexes.map((regex) => ({ safe_regex: { regex } })),
);
const headerName = some(
  'x-a',
  'x-a',
  'x-b',
  'X-C',
  ':method',
  ':path',
  ':authority',
  ':scheme',
  'host',
  'accept',
  'Content-Type',
);
const headerMatcher = fc
  .tuple(
    headerName,
    fc.oneof<fc.Arbitrary<object>[]>(
      stringMatcher.map((string_match) => ({ string_match })),
      some({}, { present_match: true }, { present_match: false }),
      some('a', '1', 'A').map((exact_match) => ({ exact_match })),
      some('a', '/a').map((prefix_match) => ({ prefix_match })),
      some('a', '.com').map((suffix_match) => ({ suffix_match })),
      some('a', ',').map((contains_match) => ({ contains_match })),
      regexes.map((regex) => ({ safe_regex_match: { regex } })),
      some({ start: 0, end: 10 }, { start: -10, end: 2 }, { start: 10, end: 11 }).map((range_match) => ({
        range_match,
      })),
    ),
    merged(maybe('invert_match', fc.boolean(), 2), maybe('treat_missing_header_as_empty', fc.boolean(), 2)),
  )
  .map(([name, test, flags]) => ({ name, ...test, ...flags }));
const queryMatcher = fc
  .tuple(
    some('a', 'b', 'A'),
    fc.oneof<fc.Arbitrary<object>[]>(
      stringMatcher.map((string_match) => ({ string_match })),
      some({}, { present_match: true }, { present_match: false }),
    ),
  )
  .map(([name, test]) => ({ name, ...test }));

const cookieMatcher = fc.record(
  { name: some('c', 'c', 'd', 'C'), string_match: stringMatcher, invert_match: some(false, false, true) },
  { requiredKeys: ['name', 'string_match'] },
);

/** Random conditions on headers, parameters and cookies, and texts that are likely to meet them. */
export const arbitraryConditions = { texts, headerMatcher, queryMatcher, cookieMatcher };
