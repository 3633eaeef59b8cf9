// The folder outside git that fetched and built tools are kept in, one folder a version.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** `$MESHWRIGHT_TOOLS`, or `~/.cache/meshwright/tools`. */
export function toolsFolder() {
  return process.env.MESHWRIGHT_TOOLS || join(homedir(), '.cache', 'meshwright', 'tools');
}

/**
 * Returns the folder `<name>-<version>` of the cache, filled by `fill(folder)` if it is not there yet. The folder appears
 * whole or not at all; of several processes one fills it and the others wait.
 */
export async function cached(name, version, fill) {
  const folder = join(toolsFolder(), `${name}-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(toolsFolder(), { recursive: true });
  const unlock = await lock(`${folder}.lock`);
  let work;
  try {
    if (existsSync(folder)) return folder;
    work = mkdtempSync(`${folder}.tmp-`);
    await fill(work);
    chmodSync(work, 0o755);
    renameSync(work, folder);
    return folder;
  } finally {
    if (work !== undefined) rmSync(work, { recursive: true, force: true });
    unlock();
  }
}

async function lock(path) {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isLeftBehind(path)) rmSync(path, { force: true });
    else await sleep(250);
  }
}

/** A process that was killed cannot remove its lock. */
function isLeftBehind(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
