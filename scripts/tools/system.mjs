// What the machine itself has, or Debian's packages can give it.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Folders that hold system tools though a user's PATH often leaves them out. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The absolute path of a program on PATH; undefined when there is none. */
export function onPath(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...systemFolders];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

/** Runs a program to its end with its output on stderr, so that stdout stays ours. */
export function run(program, args, options = {}) {
  execFileSync(program, args, { stdio: ['ignore', 2, 2], ...options });
}

/** The path of a program, from PATH or else from Debian's package of it, which takes root. */
export function fromSystem(program, debianPackage) {
  const found = onPath(program);
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) {
    throw new Error(`${program} is not installed; install it (Debian: ${debianPackage})`);
  }
  apt(['install', '--yes', '--no-install-recommends', debianPackage]);
  const installed = onPath(program);
  if (installed === undefined) throw new Error(`the package ${debianPackage} brought no ${program}`);
  return installed;
}

/** Runs apt-get; where that fails and we may, once more with fresh package lists. */
export function apt(args, options = {}) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt-get may be at work: wait for its lock.
  const command = ['-o', 'DPkg::Lock::Timeout=120', '--quiet=2', ...args];
  try {
    run('apt-get', command, { ...options, env });
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    run('apt-get', ['--quiet=2', 'update'], { env });
    run('apt-get', command, { ...options, env });
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
