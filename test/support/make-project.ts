import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.js';
import { writeTree } from './write-tree.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const installed = ['@types/node', 'cdk8s', 'constructs', 'tsx'];

/**
 * Makes a project of a user with the given files, in a temporary folder that lasts as long as the running test. The
 * packages that it needs are linked, `meshwright` to this repository's build. Returns its absolute path.
 */
export function makeProject(textByPath: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  writeTree(folder, { 'package.json': '{ "name": "shop", "type": "module" }', ...textByPath });
  for (const name of installed) link(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
  link(repository, join(folder, 'node_modules/meshwright'));
  return folder;
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
