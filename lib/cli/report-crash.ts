import { ownPackage } from './own-package.js';
import type { Io } from './io.js';

/**
 * Tells the user of a bug of ours: what, which version, where; the stack only with `MESHWRIGHT_DEBUG`.
 */
export function reportCrash(error: unknown, io: Io): void {
  const [what, stack] =
    error instanceof Error ? [`${error.name}: ${error.message}`, error.stack ?? ''] : [String(error), ''];
  const lines = [
    'meshwright failed; this is a bug of meshwright, not of your program',
    `  what: ${what}`,
    `  where: ${firstFrame(stack)}`,
    `  version: meshwright ${ownPackage().version}, Node ${process.version}, ${process.platform} ${process.arch}`,
  ];
  if ((io.env['MESHWRIGHT_DEBUG'] ?? '') === '') lines.push('  set MESHWRIGHT_DEBUG=1 to see the whole stack');
  else lines.push(stack);
  io.stderr.write(`${lines.join('\n')}\n`);
}

/** Our own innermost frame, named from our package's root so that the report says the same on every machine. */
function firstFrame(stack: string): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const own = frames.map((frame) => /\/build\/((?:lib|constructs)\/[^()]*:\d+:\d+)\)?$/.exec(frame)?.[1]);
  return own.find((place) => place !== undefined) ?? frames[0]?.trim() ?? 'unknown';
}
