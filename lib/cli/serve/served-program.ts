import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { findProgram } from '../program/find-program.js';
import type { Program } from '../program/program.js';

/** The program that is to be served, if any, or why it cannot be. */
export interface ServedProgram {
  readonly program?: Program;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the program that is to be served: the one that was named, else that of the folder, which may have none: then there is
 * only a registry. Reports what `findProgram` does.
 */
export function servedProgram(argument: string | undefined, workingDirectory: string): ServedProgram {
  const found = findProgram(argument ?? '.', workingDirectory);
  const isUnsaid = argument === undefined && found.diagnostics.every(({ slug }) => slug === 'program-not-found');
  return isUnsaid && found.program === undefined ? { diagnostics: [] } : found;
}
