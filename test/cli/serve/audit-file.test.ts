import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { auditFile } from '../../../lib/cli/serve/audit-file.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

function open(name = 'audit.log') {
  const path = join(temporaryFolder(), name);
  const printed: string[] = [];
  const file = auditFile(path, (text) => printed.push(text));
  onTestFinished(file.close);
  return { path, file, printed, read: () => readFileSync(path, 'utf8') };
}

test('lines are appended to what is there, for nobody but the owner to read', () => {
  const { path, file, read } = open();
  expect(statSync(path).mode & 0o077).toBe(0);
  writeFileSync(path, 'before\n');
  file.write('one\n');
  file.write('two\n');
  expect(read()).toBe('before\none\ntwo\n');
});

test('a file that was moved away ends there, and a new one begins', () => {
  const { path, file, read } = open();
  file.write('one\n');
  renameSync(path, `${path}.1`);
  file.write('two\n');
  expect([readFileSync(`${path}.1`, 'utf8'), read()]).toEqual(['one\n', 'two\n']);
  rmSync(path);
  file.write('three\n');
  expect(read()).toBe('three\n');
});

test('what cannot be written is told once, and the next line that can be stands by itself', () => {
  const { path, file, printed, read } = open();
  const folder = join(path, '..');
  rmSync(folder, { recursive: true });
  file.write('one\n');
  file.write('two\n');
  expect(printed).toEqual([expect.stringMatching(/audit\.log cannot be written: ENOENT/)]);
  mkdirSync(folder);
  writeFileSync(path, 'cut o');
  file.write('three\n');
  expect(read()).toBe('cut o\nthree\n');
});

test('a path that is no place for a file ends the command', () => {
  expect(() => auditFile(join(temporaryFolder(), 'no/such/folder'), () => undefined)).toThrow(
    /--audit-log .* cannot be opened: ENOENT/,
  );
});
