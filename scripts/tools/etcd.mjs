// etcd from PATH or from Debian's package, which is unpacked and not installed: installing it would start a server.
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { onPath } from './system.mjs';
import { unpackDebian } from './unpack-debian.mjs';

/** The path of etcd. */
export async function etcd() {
  const found = onPath('etcd');
  if (found !== undefined) return found;
  if (onPath('apt-get') === undefined) throw new Error('etcd is not installed');
  const unpack = (target) => unpackDebian(['etcd-server'], target);
  return join(await cached('etcd', 'debian', unpack), 'usr', 'bin', 'etcd');
}
