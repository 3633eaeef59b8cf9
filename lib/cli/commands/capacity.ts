import { latencyReport } from '../../analysis/latency/latency-report.js';
import { compileMesh } from '../../compiler/compile-mesh.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import { InternalError } from '../../util/internal-error.js';
import { capacityJson } from '../capacity/capacity-json.js';
import { renderCapacity } from '../capacity/render-capacity.js';
import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { loadFromArgument, type ProgramOptions } from '../load-from-argument.js';
import type { LoadedMesh } from '../program/read-meshes.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import { createProgress } from '../terminal/progress.js';

/**
 * `meshwright capacity`: prints how long requests take, where the time goes, and how many each entry point can take, as far as
 * the program declares service times. Writes no output.
 */
export async function capacity(argument: string, options: ProgramOptions, io: Io): Promise<ExitCode> {
  const progress = createProgress(io, options);
  const { diagnostics, found } = await loadFromArgument(argument, options, { io, progress });
  const meshes = hasErrors(diagnostics) ? [] : (found?.loaded.meshes ?? []);
  const reports = meshes.map((mesh) => ({ mesh: mesh.name, ...reportOf(mesh) }));
  const details = { meshes: meshes.map(({ name }) => name), capacity: capacityJson(reports) };
  const code = reportDiagnostics(
    { diagnostics, projectDirectory: found?.program.projectDirectory, details },
    options,
    io,
  );
  if (!options.json && !options.quiet) {
    io.stdout.write(reports.map(({ mesh, ...report }) => renderCapacity(mesh, report)).join('\n'));
  }
  return code;
}

function reportOf({ name, ir }: LoadedMesh): ReturnType<typeof latencyReport> {
  const { mesh } = compileMesh(ir);
  if (mesh === undefined) throw new InternalError(`mesh ${name} compiled in its program, and does not here`);
  return latencyReport(mesh);
}
