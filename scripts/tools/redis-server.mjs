// redis-server from PATH or from Debian's packages, which are unpacked and not installed: installing would start a server.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { onPath } from './system.mjs';
import { unpackDebian } from './unpack-debian.mjs';

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
  unpackDebian(packages, target);
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
