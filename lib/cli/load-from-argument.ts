import { basename } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Io } from './io.js';
import { findProgram } from './program/find-program.js';
import { loadProgram, type LoadedProgram } from './program/load-program.js';
import type { Program } from './program/program.js';
import type { Progress } from './terminal/progress.js';

/** What every command that runs a program takes. */
export interface ProgramOptions {
  /** Whether to print a JSON document on stdout. */
  readonly json: boolean;
  /** Whether to print nothing but diagnostics. */
  readonly quiet: boolean;
  /** Whether to check the program's types. */
  readonly typeCheck: boolean;
}

/** A program that was found and run, or diagnostics that say why not. */
export interface LoadedFromArgument {
  readonly diagnostics: readonly Diagnostic[];
  readonly found?: { readonly program: Program; readonly loaded: LoadedProgram };
}

/**
 * Does the first half of every command: finds the program that the argument means, runs it, and shows that it does.
 */
export async function loadFromArgument(
  argument: string,
  options: ProgramOptions,
  context: { readonly io: Io; readonly progress: Progress },
): Promise<LoadedFromArgument> {
  const { io, progress } = context;
  const { program, diagnostics } = findProgram(argument, io.workingDirectory);
  if (program === undefined) return { diagnostics };
  progress.step(`running ${basename(program.entryFile ?? program.directory)}`);
  const onOutput = (text: string): void => {
    if (options.quiet) return;
    progress.clear();
    io.stderr.write(text);
  };
  const loaded = await loadProgram(program, { env: io.env, signal: io.signal, typeCheck: options.typeCheck, onOutput });
  progress.clear();
  return { diagnostics: loaded.diagnostics, found: { program, loaded } };
}
