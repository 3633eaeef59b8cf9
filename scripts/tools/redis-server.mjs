// redis-server from PATH or from Debian's packages, which are unpacked and not installed: installing would start a server.
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { apt, onPath, run } from './system.mjs';

// The program is in redis-tools, under its name in redis-server; the others are its libraries that a bare system lacks.
const packages = ['redis-server', 'redis-tools', 'libatomic1', 'libjemalloc2', 'liblzf1'];

/** The path of redis-server. */
export async function redisServer() {
  const found = onPath('redis-server');
  if (found !== undefined) return found;
  if (onPath('apt-get') === undefined) throw new Error('redis-server is not installed');
  return join(await cached('redis-server', 'debian', unpack), 'redis-server');
}

function unpack(target) {
  const downloads = mkdtempSync(join(tmpdir(), 'meshwright-redis-'));
  try {
    // As root, apt would download as a user of its own, who may not write to our folder.
    apt(['-o', 'APT::Sandbox::User=root', 'download', ...packages], { cwd: downloads });
    for (const file of readdirSync(downloads)) run('dpkg-deb', ['--extract', join(downloads, file), target]);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
  const starter = join(target, 'redis-server');
  writeFileSync(starter, startWithLibraries);
  chmodSync(starter, 0o755);
}

// `exec` keeps the process id, so that signals reach the server itself.
const startWithLibraries = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
for folder in "$here"/usr/lib/*/; do LD_LIBRARY_PATH="$folder:$LD_LIBRARY_PATH"; done
export LD_LIBRARY_PATH
exec "$here/usr/bin/redis-server" "$@"
`;
