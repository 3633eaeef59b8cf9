import type { Origin } from '../../diagnostics/origin.js';

/**
 * A place in the user's program for people: `main.ts:12:3`, or `default`; the construct where the program runs without
 * stack traces.
 */
export function describePlace(origin: Origin, displayFile: (file: string) => string = (file) => file): string {
  if (origin.kind === 'default') return 'default';
  if (origin.source === undefined) return origin.constructPath;
  const { file, line, column } = origin.source;
  return `${displayFile(file)}:${String(line)}:${String(column)}`;
}
