import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findUnsentPath } from '../../lib/analysis/match/find-unsent-path.js';
import { canonicalPath } from '../../lib/simulate/path/canonical-path.js';
import { normalizePath } from '../../lib/simulate/path/normalize-path.js';

const parts = [
  'a',
  'Z',
  '0',
  '-',
  '.',
  '..',
  '_',
  '~',
  '!',
  '(',
  '=',
  '@',
  ':',
  '%20',
  '%2F',
  '%5c',
  '%41',
  '%2e',
  '%7E',
  '%3A',
];
const odd = ['{', '}', '"', '<', '>', '^', '`', '|', '\\'];
const segment = fc.array(fc.constantFrom(...parts, ...odd), { maxLength: 3 }).map((texts) => texts.join(''));
const literalPath = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`);

// What the simulator knows of Envoy: a path comes to the routes as it is exactly when making it normal changes nothing.
test('says of a literal path that no request has it, exactly where a proxy would change it', () => {
  fc.assert(
    fc.property(literalPath, (path) => {
      const isUnsent = findUnsentPath({ kind: 'exact', value: path }, 'service') !== undefined;
      expect([path, isUnsent]).toEqual([path, canonicalPath(path) !== path]);
    }),
    { numRuns: 5000 },
  );
});

test('says so at a gateway also of slashes that it merges or decodes', () => {
  const edge = { escapedSlashes: 'redirect', normalize: true, mergeSlashes: true } as const;
  fc.assert(
    fc.property(literalPath, (path) => {
      const isUnsent = findUnsentPath({ kind: 'exact', value: path }, 'gateway') !== undefined;
      const isLeft = isDeepStrictEqual(normalizePath(path, edge), { kind: 'forward', path });
      expect([path, isUnsent]).toEqual([path, !isLeft]);
    }),
    { numRuns: 5000 },
  );
});

test('takes the slashes at the end of a prefix for nothing', () => {
  expect(findUnsentPath({ kind: 'prefix', value: '/a//' }, 'gateway')).toBeUndefined();
});
