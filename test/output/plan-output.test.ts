import { expect, test } from 'vitest';
import { planOutput } from '../../lib/output/plan-output.js';

function collisions(...paths: string[]): string[] {
  const { plan, diagnostics } = planOutput(
    paths.map((path) => ({ path, content: '' })),
    '1.2.3',
  );
  expect(plan === undefined).toBe(diagnostics.length > 0);
  expect(diagnostics.every(({ slug }) => slug === 'output-collision')).toBe(true);
  return diagnostics.map(({ message }) => message);
}

test('plans the files sorted by path, and the manifest last', () => {
  const { plan } = planOutput(
    [
      { path: 'z.yaml', content: 'z' },
      { path: 'a.yaml', content: 'a' },
    ],
    '1.2.3',
  );
  expect(plan?.files.map(({ path }) => path)).toEqual(['a.yaml', 'z.yaml', 'meshwright/manifest.json']);
});

test('gives the same plan whatever the order of the files', () => {
  const a = { path: 'a.yaml', content: 'a' };
  const b = { path: 'b.yaml', content: 'b' };
  expect(planOutput([a, b], '1.2.3')).toEqual(planOutput([b, a], '1.2.3'));
});

test('reports two files at one path', () => {
  expect(collisions('a.yaml', 'b.yaml', 'a.yaml')).toEqual(['"a.yaml" is written twice']);
});

test('reports two files that a case-insensitive file system takes for one', () => {
  expect(collisions('Shop.yaml', 'shop.yaml')).toEqual(['"Shop.yaml" and "shop.yaml" differ in case only']);
});

test('reports a file that is also a folder', () => {
  expect(collisions('shop', 'shop/cart.yaml')).toEqual(['"shop" is a file, and also the folder of "shop/cart.yaml"']);
});

test('reports a file in the place of the manifest', () => {
  expect(collisions('meshwright/manifest.json')).toEqual(['"meshwright/manifest.json" is written twice']);
});
