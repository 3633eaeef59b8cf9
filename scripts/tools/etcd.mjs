// etcd from PATH or from Debian's package, which is unpacked and not installed: installing it would start a server.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { apt, onPath, run } from './system.mjs';

/** The path of etcd. */
export async function etcd() {
  const found = onPath('etcd');
  if (found !== undefined) return found;
  if (onPath('apt-get') === undefined) throw new Error('etcd is not installed');
  return join(await cached('etcd', 'debian', unpack), 'usr', 'bin', 'etcd');
}

function unpack(target) {
  const downloads = mkdtempSync(join(tmpdir(), 'meshwright-etcd-'));
  try {
    // As root, apt would download as a user of its own, who may not write to our folder.
    apt(['-o', 'APT::Sandbox::User=root', 'download', 'etcd-server'], { cwd: downloads });
    const [file] = readdirSync(downloads);
    run('dpkg-deb', ['--extract', join(downloads, file), target]);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}
