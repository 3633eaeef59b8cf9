import { installPackages } from './install-packages.js';
import { temporaryFolder } from './temporary-folder.js';
import { writeTree } from './write-tree.js';

/**
 * Makes a project of a user with the given files and its packages, in a temporary folder that lasts as long as the
 * running test. Returns its absolute path.
 */
export function makeProject(textByPath: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  installPackages(folder);
  writeTree(folder, textByPath);
  return folder;
}
