import { findTool } from '../tools.js';
import { runSync } from '../run-sync.js';

/**
 * Tells whether this machine can make pods out of network namespaces: root on Linux with `ip`, `nft` and `setpriv`.
 * Where it cannot, prints why; where `CI` is "true" that is an error.
 */
export async function canMakePods(): Promise<boolean> {
  const problem = await findProblem();
  if (problem === undefined) return true;
  if (process.env['CI'] === 'true') throw new Error(problem);
  process.stderr.write(`tests that need pods are skipped: ${problem}\n`);
  return false;
}

async function findProblem(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces take root';
  for (const name of ['ip', 'nft'] as const) if ((await findTool(name)).isMissing) return `${name} is missing`;
  const space = `mw-${String(process.pid)}-try`;
  try {
    runSync('ip', ['netns', 'add', space]);
    runSync('ip', ['netns', 'exec', space, 'setpriv', '--version']);
    runSync('ip', ['netns', 'exec', space, 'nft', 'add', 'table', 'inet', 'try']);
    runSync('ip', ['netns', 'delete', space]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
