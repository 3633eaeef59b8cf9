// Debian's packages without installing them: installing a server would start it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apt, run } from './system.mjs';

/** Downloads packages and unpacks them into a folder. */
export function unpackDebian(packages, target) {
  const downloads = mkdtempSync(join(tmpdir(), 'meshwright-debian-'));
  try {
    // As root, apt would download as a user of its own, who may not write to our folder.
    apt(['-o', 'APT::Sandbox::User=root', 'download', ...packages], { cwd: downloads });
    for (const file of readdirSync(downloads)) run('dpkg-deb', ['--extract', join(downloads, file), target]);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}
