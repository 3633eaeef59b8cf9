import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentName } from '../../lib/ir/content-name.js';
import { sameContent } from '../../lib/ir/same-content.js';

const origin = fc.record({ kind: fc.constantFrom('user', 'default'), constructPath: fc.string() });
const part = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', 1, true, null),
    origin,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'origin'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

test('two parts of a mesh have one name where they say the same, and else two', () => {
  let same = 0;
  fc.assert(
    fc.property(part, part, (left, right) => {
      const isSame = sameContent({ left }, { left: right });
      expect(contentName({ left }) === contentName({ left: right })).toBe(isSame);
      if (isSame) same++;
    }),
    { numRuns: 2000 },
  );
  expect(same).toBeGreaterThan(20);
});

test('where a part stands, and the order of its fields, say nothing of what it is', () => {
  const at = (constructPath: string) => ({ kind: 'user', constructPath }) as const;
  const [left, right] = [
    { name: 'cart', origin: at('shop/cart'), ports: [1, 2] },
    { ports: [1, 2], origin: at('other/cart'), name: 'cart' },
  ];
  expect(sameContent(left, right)).toBe(true);
  expect(contentName(left)).toBe(contentName(right));
  expect(sameContent(left, { ...right, ports: [2, 1] })).toBe(false);
});
