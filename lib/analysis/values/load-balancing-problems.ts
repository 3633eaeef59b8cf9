import type { HashKey, LoadBalancingPolicy } from '../../ir/policies/load-balancing.js';
import { isPrime } from '../syntax/is-prime.js';
import { isToken } from '../syntax/is-token.js';
import { showValue } from '../words/show-value.js';
import { expectHeaderName } from './expect-header-name.js';
import { expectOneOf } from './expect-one-of.js';
import { expectWholeNumber } from './expect-whole-number.js';
import type { ValueProblem } from './value-problem.js';

const largestRing = 8_388_608;
const largestTable = 5_000_011;
type Algorithm<Kind extends LoadBalancingPolicy['kind']> = Extract<LoadBalancingPolicy, { kind: Kind }>;

const judges: { readonly [Kind in LoadBalancingPolicy['kind']]: (policy: Algorithm<Kind>) => Iterable<ValueProblem> } =
  {
    'round-robin': () => [],
    'least-request': ({ choiceCount }) =>
      expectWholeNumber('number of endpoints drawn', choiceCount, { from: 2, to: 100 }),
    random: () => [],
    'ring-hash': (policy) => [...ringProblems(policy), ...hashKeysProblems(policy.hashOn)],
    maglev: (policy) => [...tableProblems(policy), ...hashKeysProblems(policy.hashOn)],
  };

/**
 * Judges the values of a load-balancing policy.
 */
export function loadBalancingProblems(policy: LoadBalancingPolicy): Iterable<ValueProblem> {
  // An untyped program may name an algorithm that there is not.
  if (!Object.hasOwn(judges, policy.kind))
    return expectOneOf('load-balancing algorithm', policy.kind, Object.keys(judges));
  const judge = judges[policy.kind] as (policy: LoadBalancingPolicy) => Iterable<ValueProblem>; // the policy is of that kind
  return judge(policy);
}

function* ringProblems(policy: Algorithm<'ring-hash'>): Generator<ValueProblem> {
  const { minimumRingSize, maximumRingSize } = policy;
  const range = { from: 1, to: largestRing };
  yield* expectWholeNumber('minimum ring size', minimumRingSize, range);
  yield* expectWholeNumber('maximum ring size', maximumRingSize, range);
  if (minimumRingSize === undefined || maximumRingSize === undefined || minimumRingSize <= maximumRingSize) return;
  yield {
    what: 'minimum ring size',
    got: String(minimumRingSize),
    expected: `at most the maximum, ${maximumRingSize}`,
  };
}

function* tableProblems({ tableSize }: Algorithm<'maglev'>): Generator<ValueProblem> {
  if (tableSize === undefined || (isPrime(tableSize) && tableSize <= largestTable)) return;
  yield { what: 'table size', got: showValue(tableSize), expected: `a prime number up to ${largestTable}` };
}

function* hashKeysProblems(keys: readonly HashKey[] = []): Generator<ValueProblem> {
  for (const key of keys) {
    if (key.kind === 'header') yield* expectHeaderName('header to balance by', key.name);
    if (key.kind !== 'cookie') continue;
    if (key.name !== '' && !isToken(key.name)) {
      yield { what: 'cookie to balance by', got: showValue(key.name), expected: 'letters, digits, "-" and "_"' };
    }
    yield* expectWholeNumber('lifetime of the cookie in ms', key.ttlMs, { from: 0 });
    if (key.path !== undefined && !/^\/[^\s;]*$/.test(key.path)) {
      yield { what: 'path of the cookie', got: showValue(key.path), expected: 'a path that starts with "/"' };
    }
  }
}
