import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTree } from './write-tree.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const linkedPackages = ['@types/node', 'cdk8s', 'constructs', 'tsx'];

/**
 * Makes a folder the project of a user: gives it a `package.json`, and links what `npm install` would install,
 * `meshwright` to this repository's build.
 */
export function installPackages(folder: string): void {
  writeTree(folder, { 'package.json': '{ "name": "shop", "type": "module" }' });
  for (const name of linkedPackages) link(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
  link(repository, join(folder, 'node_modules/meshwright'));
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
