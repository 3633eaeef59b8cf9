import fc from 'fast-check';
import type { HeaderLine } from '../../../../lib/simulate/headers/header-line.js';
import type { WireRequest } from '../differential-case.js';

const paths = ['/', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/b', '/b/a', '/c'] as const;
const oddPaths = [
  '//a',
  '/a//b',
  '/a%2Fb',
  '/a/../b',
  '/a/./b',
  '/a%2e%2e/b',
  '/A',
  '/a/%2e%2e/b',
  '/a;x/b',
  '/%61',
] as const;
const queries = ['', '?q=1', '?q=2', '?p=1&q=1', '?q', '?q=1&q=2', '?', '?q=%31'] as const;

const headers: fc.Arbitrary<readonly HeaderLine[]> = fc.array(
  fc.constantFrom<HeaderLine[]>(
    ['x-a', '1'],
    ['x-a', '2'],
    ['X-B', '1'],
    ['x-b', '2'],
    ['x-trail', 'zero'],
    ['x-empty', ''],
    ['x_under', '1'],
    ['x-forwarded-proto', 'https'],
    ['x-envoy-upstream-rq-timeout-ms', '5'],
    ['accept', 'text/html'],
    ['cookie', 'a=1; b=2'],
  ),
  { maxLength: 3 },
);

/** Requests that meet the rules of `arbitraryEmittedPart` now and then; `host` stands in the authority where it is asked. */
export const arbitraryEmittedRequest: fc.Arbitrary<WireRequest> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'get', 'PURGE'),
  authority: fc.oneof(
    { weight: 6, arbitrary: fc.constant('{host}') },
    { weight: 1, arbitrary: fc.constantFrom('{host}:{port}', '{host}.', '{host}:80', 'unknown', 'G0.EXAMPLE.com') },
  ),
  path: fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...paths) },
        { weight: 1, arbitrary: fc.constantFrom(...oddPaths) },
      ),
      fc.constantFrom(...queries),
    )
    .map(([path, query]) => `${path}${query}`),
  headers,
});
