import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Origin, SourceLocation } from '../../lib/diagnostics/origin.js';

/**
 * Notes where in the user's program a construct or rule is made.
 *
 * @param constructPath path in the construct tree
 * @param belowFunction the function that the user called (`new.target` in constructors); frames down to it are ours
 */
export function captureOrigin(constructPath: string, belowFunction: NewableFunction | CallableFunction): Origin {
  const source = captureSource(belowFunction);
  return { kind: 'user', constructPath, ...(source === undefined ? {} : { source }) };
}

function captureSource(belowFunction: NewableFunction | CallableFunction): SourceLocation | undefined {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1; // only the user's own line; each further frame costs a look into the source map
  Error.captureStackTrace(holder, belowFunction);
  Error.stackTraceLimit = limit;
  const frame = /(?:\(|at )((?:file:\/\/)?\/?[^()]+):(\d+):(\d+)\)?$/m.exec(holder.stack ?? '');
  const [, location, line, column] = frame ?? [];
  if (location === undefined) return undefined;
  const file = location.startsWith('file:') ? fileURLToPath(location) : location.replace(/^async /, '');
  return { file: projectRelative(file), line: Number(line), column: Number(column) };
}

// A cache, not state: what it holds follows from the file system. One look-up a folder keeps 10,000 constructs cheap.
const rootByFolder = new Map<string, string>();

function projectRelative(file: string): string {
  const path = relative(projectRoot(dirname(file)), file);
  return sep === '/' ? path : path.split(sep).join('/');
}

function projectRoot(folder: string): string {
  const known = rootByFolder.get(folder);
  if (known !== undefined) return known;
  const parent = dirname(folder);
  const root = existsSync(join(folder, 'package.json'))
    ? folder
    : parent === folder
      ? process.cwd()
      : projectRoot(parent);
  rootByFolder.set(folder, root);
  return root;
}
