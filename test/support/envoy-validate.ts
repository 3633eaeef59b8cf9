import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Asks `envoy --mode validate` about a bootstrap. Returns what it says against it, its warnings too; empty when it has
 * nothing to say.
 *
 * @param path where to put the bootstrap
 */
export async function envoyValidate(envoy: string, bootstrap: string, path: string): Promise<string> {
  writeFileSync(path, bootstrap);
  const args = ['--mode', 'validate', '-c', path, '--service-node', 'a', '--service-cluster', 'b'];
  try {
    const { stdout, stderr } = await run(envoy, [...args, '--log-level', 'warning']);
    return stdout.includes('OK') ? stderr : `${stdout}${stderr}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
