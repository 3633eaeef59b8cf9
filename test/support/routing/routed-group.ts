import * as fc from 'fast-check';
import type { HeaderOperations } from '../../../lib/ir/header-operations.js';
import type { HeaderMatch, MatchTerm, PathMatch, QueryParameterMatch, StringMatcher } from '../../../lib/ir/match.js';
import type { PathRewrite } from '../../../lib/ir/route.js';

/** Where a rule of a group sends to: a version, its own service, or the next service, whose rules then decide. */
export type RoutedTarget = 'v1' | 'v2' | 'own' | 'next';

/** A rule of a group. */
export interface RoutedRule {
  readonly terms: readonly MatchTerm[];
  readonly action:
    | {
        readonly kind: 'forward';
        readonly to: RoutedTarget;
        readonly path?: PathRewrite;
        readonly host?: string;
      }
    | { readonly kind: 'redirect'; readonly path?: PathRewrite; readonly host?: string };
  readonly headers?: HeaderOperations;
}

/**
 * Rules of a gateway and of three services `a`, `b`, `c` with two versions each. The gateway's next service is `a`, and
 * so on; `c` has none.
 */
export interface RoutedGroup {
  readonly gateway: readonly RoutedRule[];
  readonly services: readonly [readonly RoutedRule[], readonly RoutedRule[], readonly RoutedRule[]];
}

const paths = fc.oneof(
  fc.record({ kind: fc.constant('exact' as const), value: fc.constantFrom('/', '/a', '/a/', '/a/b', '/ab', '/b') }),
  fc.record({ kind: fc.constant('prefix' as const), value: fc.constantFrom('/', '/a', '/a/', '/a/b', '/ab', '/b') }),
  fc.record({ kind: fc.constant('regex' as const), value: fc.constantFrom('/a.*', '/[ab]', '.*/b', '/a(/.*)?') }),
) satisfies fc.Arbitrary<PathMatch>;

const matchers = fc.oneof(
  fc.record({ kind: fc.constant('exact' as const), value: fc.constantFrom('1', '2') }),
  fc.record({ kind: fc.constant('present' as const) }),
) satisfies fc.Arbitrary<StringMatcher>;

const headerConditions = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('x-a', 'x-b'), matcher: matchers, negate: fc.boolean() }),
  { maxLength: 2, selector: ({ name }) => name },
) satisfies fc.Arbitrary<HeaderMatch[]>;

const queryConditions = fc.uniqueArray(fc.record({ name: fc.constant('q'), matcher: matchers }), {
  maxLength: 1,
}) satisfies fc.Arbitrary<QueryParameterMatch[]>;

// Most rules have few conditions: with many, hardly a request would meet those of several rules.
const rarely = <T>(some: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly T[]> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some });

const termsOn = (path: fc.Arbitrary<readonly PathMatch[]>): fc.Arbitrary<MatchTerm> =>
  fc.record({
    paths: path,
    methods: rarely(fc.constantFrom(['GET'], ['POST'], ['GET', 'POST'])),
    headers: rarely(headerConditions.map((list) => list.sort((a, b) => (a.name < b.name ? -1 : 1)))),
    queryParameters: rarely(queryConditions),
  });

const anyTerms = fc.array(
  termsOn(
    fc.oneof(
      fc.constant([]),
      paths.map((path) => [path]),
    ),
  ),
  { minLength: 1, maxLength: 2 },
);

const prefixTerms = fc.array(
  termsOn(fc.constantFrom('/', '/a', '/a/b', '/b').map((value) => [{ kind: 'prefix' as const, value }])),
  { minLength: 1, maxLength: 2 },
);

const prefixRewrites = fc.constantFrom('/', '/z', '/a').map((prefix): PathRewrite => ({ kind: 'prefix', prefix }));

const rewrites: fc.Arbitrary<PathRewrite> = fc.constantFrom(
  { kind: 'full', path: '/full' },
  { kind: 'regex', pattern: '/b', substitution: '/r' },
);

const headerOperations: fc.Arbitrary<HeaderOperations> = fc.constantFrom(
  { remove: ['x-a'], set: [], add: [] },
  { remove: [], set: [{ name: 'x-b', value: '1' }], add: [] },
  { remove: [], set: [], add: [{ name: 'x-trail', value: 'one' }] },
  { remove: ['x-trail'], set: [], add: [{ name: 'x-trail', value: 'two' }] },
  { remove: [], set: [{ name: 'x-trail', value: 'three' }], add: [] },
);

const hosts = fc.constantFrom('one.example.com', 'two.example.com');

const rules: fc.Arbitrary<RoutedRule> = fc.boolean().chain((isPrefix) =>
  fc.record(
    {
      terms: isPrefix ? prefixTerms : anyTerms,
      action: fc.oneof(
        {
          weight: 7,
          arbitrary: fc.record(
            {
              kind: fc.constant('forward' as const),
              to: fc.constantFrom<RoutedTarget[]>('v1', 'v2', 'own', 'next', 'next', 'next'),
              path: isPrefix ? prefixRewrites : rewrites,
              host: hosts,
            },
            { requiredKeys: ['kind', 'to'] },
          ),
        },
        {
          weight: 1,
          arbitrary: fc.record(
            {
              kind: fc.constant('redirect' as const),
              path: isPrefix ? prefixRewrites : fc.constant<PathRewrite>({ kind: 'full', path: '/moved' }),
              host: hosts,
            },
            { requiredKeys: ['kind', 'host'] },
          ),
        },
      ),
      headers: headerOperations,
    },
    { requiredKeys: ['terms', 'action'] },
  ),
);

// What a gateway does not hand on it sends to a version: it has none of its own.
const gatewayRules = rules.map((rule): RoutedRule =>
  rule.action.kind === 'forward' && rule.action.to === 'own'
    ? { ...rule, action: { ...rule.action, to: 'next' } }
    : rule,
);

// The last service has nobody to hand on to.
const lastRules = rules.map((rule): RoutedRule =>
  rule.action.kind === 'forward' && rule.action.to === 'next'
    ? { ...rule, action: { ...rule.action, to: 'own' } }
    : rule,
);

/** Small groups of services that hand requests on to each other. Many do things that no single route can do. */
export const routedGroups: fc.Arbitrary<RoutedGroup> = fc.record({
  gateway: fc.array(gatewayRules, { minLength: 1, maxLength: 3 }),
  services: fc.tuple(
    fc.array(rules, { maxLength: 3 }),
    fc.array(rules, { maxLength: 3 }),
    fc.array(lastRules, { maxLength: 3 }),
  ),
});
