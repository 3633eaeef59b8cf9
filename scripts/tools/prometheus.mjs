// Prometheus from PATH or from Debian's package, which is unpacked and not installed: installing it would start a server.
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { onPath } from './system.mjs';
import { unpackDebian } from './unpack-debian.mjs';

/** The path of prometheus. */
export async function prometheus() {
  const found = onPath('prometheus');
  if (found !== undefined) return found;
  if (onPath('apt-get') === undefined) throw new Error('prometheus is not installed');
  const unpack = (target) => unpackDebian(['prometheus'], target);
  return join(await cached('prometheus', 'debian', unpack), 'usr', 'bin', 'prometheus');
}
