// Builds kube-apiserver from its Go module; no registry has the binary. About five minutes on two cores, then cached.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.mjs';
import { onPath, run } from './system.mjs';

const source = fileURLToPath(new URL('kube-apiserver', import.meta.url));

/** The path of kube-apiserver in the version that kube-apiserver/go.mod pins. */
export async function kubeApiserver() {
  const version = /k8s\.io\/kubernetes v(\S+)/.exec(readFileSync(join(source, 'go.mod'), 'utf8'))[1];
  const folder = await cached('kube-apiserver', version, (target) => build(version, target));
  return join(folder, 'kube-apiserver');
}

function build(version, target) {
  if (onPath('go') === undefined) throw new Error('kube-apiserver is built with Go, which is not installed');
  console.error(`building kube-apiserver ${version}: about five minutes, once`);
  const [major, minor] = version.split('.');
  const stamp = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor };
  const flags = Object.entries(stamp).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  const ldflags = ['-s', '-w', ...flags].join(' ');
  // More than two compilers at once need more memory than a small machine has.
  const args = ['build', '-p', '2', '-trimpath', '-buildvcs=false', '-ldflags', ldflags, '-o', target, '.'];
  run('go', args, { cwd: source });
}
