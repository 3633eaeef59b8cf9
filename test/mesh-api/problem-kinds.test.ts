import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemKinds } from '../../lib/mesh-api/problems/problem-kinds.js';

test('explains each kind of problem in the guide, and no others', () => {
  const guide = readFileSync(new URL('../../docs/guides/mesh-api.md', import.meta.url), 'utf8');
  const explained = [...guide.matchAll(/^### (.+)$/gm)].map(([, slug]) => slug);
  expect(explained.sort()).toEqual(Object.keys(problemKinds).sort());
});
