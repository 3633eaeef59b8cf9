import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceLocation } from '../../diagnostics/origin.js';

/** Which frames of a stack are the user's. Absolute folders. */
export interface StackOptions {
  /** Locations are relative to it. */
  readonly projectDirectory: string;
  /** Our own code, in case it does not lie in a `node_modules`. */
  readonly ownDirectory: string;
}

/** `at fn (file:line:column)`, `at file:line:column`, and the `file:line` over the source line of a syntax error. */
const framePattern =
  /^(?:\s+at (?:.*\()?)?(?<file>(?:file:\/\/|[/\\]|[A-Za-z]:[/\\])[^()]*?):(?<line>\d+)(?::(?<column>\d+))?\)?:?$/;

/**
 * Finds the user's own places in the stack of an error, innermost first, without repeats: neither Node's frames, nor
 * those of installed packages, nor ours.
 */
export function parseStack(stack: string, options: StackOptions): SourceLocation[] {
  const locations: SourceLocation[] = [];
  for (const text of stack.split('\n')) {
    const location = parseFrame(text, options);
    if (location !== undefined && !locations.some((known) => isSameLine(known, location))) locations.push(location);
  }
  return locations;
}

function parseFrame(text: string, options: StackOptions): SourceLocation | undefined {
  const groups = framePattern.exec(text)?.groups;
  if (groups?.['file'] === undefined) return undefined;
  const file = toPath(groups['file']);
  if (file === undefined || isInstalled(file) || isInside(file, options.ownDirectory)) return undefined;
  return {
    file: relative(options.projectDirectory, file).split(sep).join('/'),
    line: Number(groups['line']),
    column: Number(groups['column'] ?? 1),
  };
}

function toPath(file: string): string | undefined {
  if (!file.startsWith('file://')) return file;
  try {
    // Loaders mark their own versions of a module with a query.
    return fileURLToPath(file.replace(/\?.*$/, ''));
  } catch {
    return undefined;
  }
}

function isInstalled(file: string): boolean {
  return file.split(/[/\\]/).includes('node_modules');
}

function isInside(file: string, directory: string): boolean {
  return file.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

function isSameLine(left: SourceLocation, right: SourceLocation): boolean {
  return left.file === right.file && left.line === right.line;
}
