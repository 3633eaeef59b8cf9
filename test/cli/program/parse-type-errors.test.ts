import { expect, test } from 'vitest';
import { parseTypeErrors } from '../../../lib/cli/program/parse-type-errors.js';

test('reads place, message and code', () => {
  const [diagnostic, ...others] = parseTypeErrors(
    "main.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.\n",
  );
  expect(others).toEqual([]);
  expect(diagnostic).toMatchObject({
    slug: 'type-error',
    message: "Type 'string' is not assignable to type 'number'. (TS2322)",
    origin: { source: { file: 'main.ts', line: 3, column: 5 } },
  });
});

test('keeps the lines that say more about an error', () => {
  const output = 'a (1).ts(3,5): error TS2345: No overload.\n  First.\n    Second.\nb.ts(1,1): error TS1: Other.\n';
  expect(parseTypeErrors(output).map(({ message }) => message)).toEqual([
    'No overload.\nFirst.\n  Second. (TS2345)',
    'Other. (TS1)',
  ]);
});

test('reads an error of the whole program', () => {
  const [diagnostic] = parseTypeErrors("error TS18003: No inputs were found in config file 'tsconfig.json'.\n");
  expect(diagnostic?.origin).toBeUndefined();
  expect(diagnostic?.hint).toBe('name the program in "files" or "include" of tsconfig.json');
});

test('finds no error in other text', () => {
  expect(parseTypeErrors('Files: 12\nno error here\n')).toEqual([]);
});
