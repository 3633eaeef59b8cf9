import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { findProgram } from '../program/find-program.js';
import type { Program } from '../program/program.js';

/** What is to be served, if anything, or why it cannot be. */
export interface ServedProgram {
  readonly program?: Program;
  /** A compiled mesh in place of a program. Absolute. */
  readonly meshFile?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the program that is to be served: the one that was named, else that of the folder, which may have none: then there is
 * only a registry. A file that ends in `.json` is a compiled mesh. Reports what `findProgram` does.
 */
export function servedProgram(argument: string | undefined, workingDirectory: string): ServedProgram {
  if (argument?.endsWith('.json') === true) return { meshFile: resolve(workingDirectory, argument), diagnostics: [] };
  const found = findProgram(argument ?? '.', workingDirectory);
  const isUnsaid = argument === undefined && found.diagnostics.every(({ slug }) => slug === 'program-not-found');
  return isUnsaid && found.program === undefined ? { diagnostics: [] } : found;
}
