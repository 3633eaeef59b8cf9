// The Python package grpcio, in a folder of its own. Python finds it by PYTHONPATH.
import { execFileSync } from 'node:child_process';
import { cached } from './cache.mjs';
import { onPath, run } from './system.mjs';

const version = '1.85.1';

/** The folder that PYTHONPATH has to name. */
export async function grpcio() {
  const python = onPath('python3');
  if (python === undefined) throw new Error('grpcio needs Python, which is not installed');
  // The package is compiled for one version of Python.
  const question = 'import sys; print("cp%d%d" % sys.version_info[:2])';
  const tag = execFileSync(python, ['-c', question], { encoding: 'utf8' }).trim();
  return cached('grpcio', `${version}-${tag}`, (target) => {
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile'];
    run(python, [...args, '--only-binary', ':all:', '--target', target, `grpcio==${version}`]);
  });
}
