import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OutputFile } from '../../lib/output/output-file.js';
import { planOutput, type OutputPlan } from '../../lib/output/plan-output.js';
import { writeOutput } from '../../lib/output/write-output.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'meshwright-test-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function plan(contentByPath: Readonly<Record<string, string>>): OutputPlan {
  const files: OutputFile[] = Object.entries(contentByPath).map(([path, content]) => ({ path, content }));
  const { plan: planned } = planOutput(files, '1.2.3');
  if (planned === undefined) throw new Error('no plan');
  return planned;
}

function write(contentByPath: Readonly<Record<string, string>>): ReturnType<typeof writeOutput> {
  return writeOutput({ workingDirectory: directory, directory: 'dist' }, plan(contentByPath));
}

function tree(): string[] {
  return readdirSync(join(directory, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(directory, 'dist').length + 1))
    .sort();
}

test('makes the folder and writes every file and the manifest', () => {
  const { changes, diagnostics } = write({ 'a.yaml': 'a', 'meshwright/shop/ir.json': '{}' });
  expect(diagnostics).toEqual([]);
  expect(changes).toEqual({
    written: ['a.yaml', 'meshwright/shop/ir.json', 'meshwright/manifest.json'],
    unchanged: [],
    removed: [],
  });
  expect(tree()).toEqual(['a.yaml', 'meshwright/manifest.json', 'meshwright/shop/ir.json']);
});

test('lists the SHA-256 of every file in the manifest, sorted by path', () => {
  write({ 'b.yaml': 'b', 'a.yaml': 'a' });
  expect(readFileSync(join(directory, 'dist/meshwright/manifest.json'), 'utf8')).toBe(`{
  "files": {
    "a.yaml": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
    "b.yaml": "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
  },
  "manifestVersion": 1,
  "meshwright": "1.2.3"
}
`);
});

test('does not touch a file that has the right bytes', () => {
  write({ 'a.yaml': 'a', 'b.yaml': 'b' });
  utimesSync(join(directory, 'dist/a.yaml'), 1, 1);
  const { changes } = write({ 'a.yaml': 'a', 'b.yaml': 'changed' });
  expect(changes).toEqual({ written: ['b.yaml', 'meshwright/manifest.json'], unchanged: ['a.yaml'], removed: [] });
  expect(statSync(join(directory, 'dist/a.yaml')).mtimeMs).toBe(1000);
});

test('removes files of the previous output, and the folders they leave empty', () => {
  write({ 'a.yaml': 'a', 'meshwright/shop/envoy/cart/cds.json': '{}' });
  const { changes } = write({ 'a.yaml': 'a' });
  expect(changes?.removed).toEqual(['meshwright/shop/envoy/cart/cds.json']);
  expect(existsSync(join(directory, 'dist/meshwright/shop'))).toBe(false);
});

test('keeps files that the manifest does not list', () => {
  write({ 'a.yaml': 'a', 'old/b.yaml': 'b' });
  writeFileSync(join(directory, 'dist/old/notes.txt'), 'mine');
  write({ 'a.yaml': 'a' });
  expect(tree()).toEqual(['a.yaml', 'meshwright/manifest.json', 'old/notes.txt']);
});

test('writes a file again that a person changed', () => {
  write({ 'a.yaml': 'a' });
  writeFileSync(join(directory, 'dist/a.yaml'), 'edited');
  expect(write({ 'a.yaml': 'a' }).changes?.written).toEqual(['a.yaml']);
});

test('never removes a file outside its folder, whatever the manifest says', () => {
  write({ 'a.yaml': 'a' });
  writeFileSync(join(directory, 'precious.txt'), 'precious');
  const manifest = { manifestVersion: 1, meshwright: '1.2.3', files: { '../precious.txt': '', '/etc/hostname': '' } };
  writeFileSync(join(directory, 'dist/meshwright/manifest.json'), JSON.stringify(manifest));
  expect(write({ 'a.yaml': 'a' }).changes?.removed).toEqual([]);
  expect(readFileSync(join(directory, 'precious.txt'), 'utf8')).toBe('precious');
});

test('removes nothing on the word of a damaged manifest', () => {
  write({ 'a.yaml': 'a', 'b.yaml': 'b' });
  writeFileSync(join(directory, 'dist/meshwright/manifest.json'), '{ "files": ');
  expect(write({ 'a.yaml': 'a' }).changes?.removed).toEqual([]);
  expect(tree()).toEqual(['a.yaml', 'b.yaml', 'meshwright/manifest.json']);
});

test('reports output-not-writable where a file is in the place of the folder', () => {
  writeFileSync(join(directory, 'dist'), 'a file');
  const { changes, diagnostics } = write({ 'a.yaml': 'a' });
  expect(changes).toBeUndefined();
  expect(diagnostics.map(({ slug, message }) => [slug, message])).toEqual([
    ['output-not-writable', 'the output folder "dist" cannot be written: a file is in the place of a folder'],
  ]);
  expect(readFileSync(join(directory, 'dist'), 'utf8')).toBe('a file');
});

test('changes nothing when a folder is in the place of one of the files', () => {
  write({ 'a.yaml': 'a', 'z.yaml': 'z' });
  rmSync(join(directory, 'dist/z.yaml'));
  mkdirSync(join(directory, 'dist/z.yaml'));
  const { diagnostics } = write({ 'a.yaml': 'changed', 'z.yaml': 'changed' });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'the output folder "dist" cannot be written at "z.yaml": a folder is in the place of a file',
  ]);
  expect(readFileSync(join(directory, 'dist/a.yaml'), 'utf8')).toBe('a');
});

test('takes back the folders it made when a later one cannot be made', () => {
  mkdirSync(join(directory, 'dist'));
  writeFileSync(join(directory, 'dist/meshwright'), 'in the way');
  const { diagnostics } = write({ 'charts/a.yaml': 'a' });
  expect(diagnostics.map(({ slug }) => slug)).toEqual(['output-not-writable']);
  expect(readdirSync(join(directory, 'dist'))).toEqual(['meshwright']);
});

// The superuser may write everywhere.
test.skipIf(process.getuid?.() === 0)('reports output-not-writable without permission', () => {
  mkdirSync(join(directory, 'dist'));
  chmodSync(join(directory, 'dist'), 0o555);
  const { diagnostics } = write({ 'a.yaml': 'a' });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'the output folder "dist" cannot be written: permission denied',
  ]);
});
