import { expect, test } from 'vitest';
import { parseStack } from '../../../lib/cli/program/parse-stack.js';

const options = { projectDirectory: '/home/ada/shop', ownDirectory: '/opt/meshwright/build' };

function places(...lines: string[]): string[] {
  return parseStack(lines.join('\n'), options).map(
    ({ file, line, column }) => `${file}:${String(line)}:${String(column)}`,
  );
}

test('finds places with and without a function name, as path and as URL', () => {
  expect(
    places(
      'TypeError: x is not a function',
      '    at makeCart (/home/ada/shop/lib/cart.ts:7:9)',
      '    at file:///home/ada/shop/main.ts:12:3',
      '    at async Promise.all (index 0)',
      '    at async run (file:///home/ada/shop/main.ts?tsx=1:20:1)',
    ),
  ).toEqual(['lib/cart.ts:7:9', 'main.ts:12:3', 'main.ts:20:1']);
});

test('skips Node, installed packages and meshwright itself', () => {
  expect(
    places(
      '    at new Chart (/home/ada/shop/node_modules/cdk8s/lib/chart.js:1:1)',
      '    at new Mesh (file:///opt/meshwright/build/constructs/mesh.js:9:5)',
      '    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
      '    at /home/ada/shop/main.ts:3:14',
    ),
  ).toEqual(['main.ts:3:14']);
});

test('finds the line over the source of a syntax error', () => {
  expect(
    places(
      'file:///home/ada/shop/main.ts:2',
      "import { Foo } from 'meshwright';",
      '         ^^^',
      'SyntaxError: no such export',
    ),
  ).toEqual(['main.ts:2:1']);
});

test('names a place once, though the stack passes it twice', () => {
  expect(places('    at f (/home/ada/shop/main.ts:3:1)', '    at f (/home/ada/shop/main.ts:3:9)')).toEqual([
    'main.ts:3:1',
  ]);
});

test('keeps paths with spaces and names a file outside the project from it', () => {
  expect(places('    at f (/home/ada/my lib/a.ts:3:1)', '    at file:///home/ada/my%20lib/b.ts:4:1')).toEqual([
    '../my lib/a.ts:3:1',
    '../my lib/b.ts:4:1',
  ]);
});

test('finds nothing in a stack without places', () => {
  expect(places('Error: at (nowhere)', '    at <anonymous>')).toEqual([]);
});
