import { relative, resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import type { OutputFile } from '../../output/output-file.js';
import { planOutput } from '../../output/plan-output.js';
import { writeOutput, type OutputChanges } from '../../output/write-output.js';
import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { loadFromArgument, type ProgramOptions } from '../load-from-argument.js';
import { ownPackage } from '../own-package.js';
import type { LoadedProgram } from '../program/load-program.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import { createProgress } from '../terminal/progress.js';

/** What `meshwright synth` takes. */
export interface SynthOptions extends ProgramOptions {
  /** Output folder, relative to the working directory. @default - what cdk8s.yaml says, or `dist` beside the program */
  readonly output?: string;
}

/**
 * `meshwright synth`: compiles a program and brings its output folder up to date. With an error anywhere the folder
 * stays as it is.
 */
export async function synth(argument: string, options: SynthOptions, io: Io): Promise<ExitCode> {
  const startedAt = io.now();
  const progress = createProgress(io, options);
  const { diagnostics, found } = await loadFromArgument(argument, options, { io, progress });
  if (found === undefined) return reportDiagnostics({ diagnostics, details: {} }, options, io);

  const { program, loaded } = found;
  const directory =
    options.output === undefined ? program.outputDirectory : resolve(io.workingDirectory, options.output);
  const displayDirectory = relative(io.workingDirectory, directory) || '.';
  const output = hasErrors(diagnostics)
    ? { diagnostics: [] }
    : writeLoaded(loaded, displayDirectory, io.workingDirectory);
  io.signal.throwIfAborted();

  const { changes } = output;
  const meshes = loaded.meshes.map((mesh) => mesh.name);
  const details = changes === undefined ? { meshes } : { meshes, output: { directory: displayDirectory, ...changes } };
  const all = [...diagnostics, ...output.diagnostics];
  const code = reportDiagnostics(
    { diagnostics: all, projectDirectory: program.projectDirectory, details },
    options,
    io,
  );
  if (changes !== undefined) {
    const seconds = ((io.now() - startedAt) / 1000).toFixed(1);
    progress.done(`${meshes.join(', ')}: ${describeChanges(changes)} in ${displayDirectory} (${seconds} s)`);
  }
  return code;
}

function writeLoaded(
  loaded: LoadedProgram,
  displayDirectory: string,
  workingDirectory: string,
): { readonly changes?: OutputChanges; readonly diagnostics: readonly Diagnostic[] } {
  const meshFiles: OutputFile[] = loaded.meshes.flatMap((mesh) =>
    mesh.files.map((file) => ({ ...file, path: `meshwright/${mesh.name}/${file.path}` })),
  );
  const { plan, diagnostics } = planOutput([...loaded.manifests, ...meshFiles], ownPackage().version);
  return plan === undefined ? { diagnostics } : writeOutput({ workingDirectory, directory: displayDirectory }, plan);
}

function describeChanges(changes: OutputChanges): string {
  const parts = [`${String(changes.written.length)} written`, `${String(changes.unchanged.length)} unchanged`];
  if (changes.removed.length > 0) parts.push(`${String(changes.removed.length)} removed`);
  return parts.join(', ');
}
