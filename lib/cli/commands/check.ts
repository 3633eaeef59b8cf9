import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { loadFromArgument, type ProgramOptions } from '../load-from-argument.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import { createProgress } from '../terminal/progress.js';

/**
 * `meshwright check`: says what is wrong with a program, and writes nothing.
 */
export async function check(argument: string, options: ProgramOptions, io: Io): Promise<ExitCode> {
  const startedAt = io.now();
  const progress = createProgress(io, options);
  const { diagnostics, found } = await loadFromArgument(argument, options, { io, progress });
  const meshes = found?.loaded.meshes.map((mesh) => mesh.name) ?? [];
  const code = reportDiagnostics(
    { diagnostics, projectDirectory: found?.program.projectDirectory, details: { meshes } },
    options,
    io,
  );
  if (code === 0) progress.done(`checked ${meshes.join(', ')} in ${((io.now() - startedAt) / 1000).toFixed(1)} s`);
  return code;
}
