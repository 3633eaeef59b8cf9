import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../../lib/cli/program/find-program.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { writeTree } from '../../support/write-tree.js';

function find(
  textByPath: Readonly<Record<string, string>>,
  argument = '.',
): ReturnType<typeof findProgram> & { folder: string } {
  const folder = temporaryFolder();
  writeTree(folder, textByPath);
  return { folder, ...findProgram(argument, folder) };
}

function messages(found: ReturnType<typeof findProgram>): string[] {
  expect(found.program).toBeUndefined();
  expect(found.diagnostics.map(({ slug }) => slug)).toEqual(['program-not-found']);
  return found.diagnostics.map(({ message }) => message);
}

test('runs the app of a cdk8s.yaml in its folder', () => {
  const { folder, program } = find({
    'cdk8s.yaml': 'app: node --import tsx src/shop.ts\noutput: out\n',
    'src/shop.ts': '',
    'package.json': '',
  });
  expect(program).toEqual({
    directory: folder,
    projectDirectory: folder,
    command: { kind: 'shell', line: 'node --import tsx src/shop.ts' },
    entryFile: join(folder, 'src/shop.ts'),
    outputDirectory: join(folder, 'out'),
  });
});

test('puts output into dist beside the cdk8s.yaml unless that says otherwise', () => {
  const { folder, program } = find({ 'shop/cdk8s.yaml': 'app: npm start' }, 'shop');
  expect(program?.outputDirectory).toBe(join(folder, 'shop/dist'));
  expect(program?.entryFile).toBeUndefined();
});

test('runs main.ts of a folder without cdk8s.yaml, though a parent has one', () => {
  const { folder, program } = find({ 'cdk8s.yaml': 'app: x', 'package.json': '', 'a/main.ts': '' }, 'a');
  expect(program).toMatchObject({
    directory: join(folder, 'a'),
    projectDirectory: folder,
    command: { kind: 'file', file: join(folder, 'a/main.ts') },
  });
});

test('runs a file in its folder', () => {
  const { folder, program } = find({ 'a/shop.mts': '' }, 'a/shop.mts');
  expect(program).toMatchObject({ directory: join(folder, 'a'), entryFile: join(folder, 'a/shop.mts') });
});

test('reports a folder without a program, and names the one above', () => {
  const found = find({ 'cdk8s.yaml': 'app: x', 'a/b/notes.txt': '' }, 'a/b');
  expect(messages(found)).toEqual(['the folder "a/b" has neither a cdk8s.yaml nor a main.ts']);
  expect(found.diagnostics[0]?.hint).toBe('did you mean "../.."? it has a cdk8s.yaml');
});

test('reports a file that does not exist', () => {
  expect(messages(find({}, 'shop.ts'))).toEqual(['there is no file or folder "shop.ts"']);
});

test('reports a file that is no program', () => {
  expect(messages(find({ 'a.txt': '' }, 'a.txt'))).toEqual(['"a.txt" is not a program']);
});

test.each([
  ['', '"cdk8s.yaml" names no program: "app" is missing, expected a command', '1:1'],
  ['language: typescript\napp: [a]\n', '"cdk8s.yaml" names no program: "app" is ["a"], expected a command', '2:6'],
  ['app: x\noutput: 3\n', '"output" of "cdk8s.yaml" is 3, expected a folder', '2:9'],
  ['app: "x\n', '"cdk8s.yaml" is not YAML: Missing closing "quote', '2:1'],
])('says where a cdk8s.yaml is wrong: %j', (text, message, place) => {
  const found = find({ 'cdk8s.yaml': text });
  expect(messages(found)).toEqual([message]);
  const source = found.diagnostics[0]?.origin?.source;
  expect(`${String(source?.line)}:${String(source?.column)}`).toBe(place);
});
