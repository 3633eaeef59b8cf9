import { simulateIr } from '../behaviour/simulate-ir.js';
import type { SimulatedMesh } from '../behaviour/simulated-mesh.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/has-errors.js';
import { readIr, type ReadIr } from '../ir/codec.js';
import type { Io } from './io.js';
import { loadFromArgument, type ProgramOptions } from './load-from-argument.js';
import { pickMesh } from './pick-mesh.js';
import { readInputFile } from './read-input-file.js';
import { createProgress } from './terminal/progress.js';
import { UsageError } from './usage-error.js';

/** What every command takes that asks a mesh. */
export interface AskOptions extends ProgramOptions {
  /** The program that declares the mesh. */
  readonly program: string;
  /** A compiled mesh, `ir.json`, instead of a program. */
  readonly ir?: string;
  /** Which mesh of the program. @default - the only one */
  readonly mesh?: string;
}

/** A mesh that can be asked, or the diagnostics that say why not. */
export interface LoadedSimulated {
  /** Absent where there are errors. */
  readonly simulated?: SimulatedMesh;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute folder that the places in the program are relative to; absent for an `ir.json`. */
  readonly projectDirectory?: string | undefined;
}

/** Gets the mesh that a question is about: runs its program, or reads its `ir.json`. */
export async function loadSimulated(options: AskOptions, io: Io): Promise<LoadedSimulated> {
  const { ir, diagnostics, projectDirectory } = await loadIr(options, io);
  if (ir === undefined || hasErrors(diagnostics)) return { diagnostics, projectDirectory };
  const result = simulateIr(ir);
  return { ...result, projectDirectory };
}

async function loadIr(
  options: AskOptions,
  io: Io,
): Promise<ReadIr & { readonly projectDirectory?: string | undefined }> {
  if (options.ir !== undefined) {
    const read = readIr(readInputFile(options.ir, io));
    if (read.ir !== undefined && options.mesh !== undefined && options.mesh !== read.ir.name)
      throw new UsageError(`"${options.ir}" holds the mesh "${read.ir.name}", not "${options.mesh}"`);
    return read;
  }
  const progress = createProgress(io, options);
  const { diagnostics, found } = await loadFromArgument(options.program, options, { io, progress });
  const projectDirectory = found?.program.projectDirectory;
  if (found === undefined || hasErrors(diagnostics)) return { diagnostics, projectDirectory };
  return { ir: pickMesh(found.loaded.meshes, options.mesh).ir, diagnostics, projectDirectory };
}
