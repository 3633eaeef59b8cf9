import { resolve } from 'node:path';
import type { Severity } from '../../diagnostics/diagnostic.js';
import { isAtLeast } from '../../diagnostics/is-at-least.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { loadFromArgument, type ProgramOptions } from '../load-from-argument.js';
import { renderReport } from '../render-report.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import type { ReportFormat } from '../report-format.js';
import { createProgress } from '../terminal/progress.js';
import { UsageError } from '../usage-error.js';
import { writeNamedFile } from '../write-named-file.js';

/** What `meshwright check` takes. */
export interface CheckOptions extends ProgramOptions {
  /** Form of the report. @default - `json` with `--json`, else `text` */
  readonly format?: ReportFormat;
  /** File for the report, relative to the working directory. @default - stdout, and none for `text` */
  readonly output?: string;
  /** The least severity that makes the command fail. */
  readonly failOn: Severity;
}

/**
 * `meshwright check`: says what is wrong with a program. Writes nothing but the report, if asked for one.
 */
export async function check(argument: string, options: CheckOptions, io: Io): Promise<ExitCode> {
  const { output, failOn } = options;
  const format = formatOf(options);
  const startedAt = io.now();
  const progress = createProgress(io, options);
  const { diagnostics, found } = await loadFromArgument(argument, options, { io, progress });
  const meshes = found?.loaded.meshes.map((mesh) => mesh.name) ?? [];
  const report = { diagnostics, projectDirectory: found?.program.projectDirectory, details: { meshes } };
  reportDiagnostics(report, { json: false }, io);
  if (output !== undefined || format !== 'text') {
    const name = meshes.join(', ') || 'program';
    const text = renderReport(report, { format, failOn, name, workingDirectory: io.workingDirectory });
    if (output === undefined) io.stdout.write(text);
    else writeNamedFile({ path: resolve(io.workingDirectory, output), text, what: 'the report' });
  }
  const fails = diagnostics.some(({ severity, suppression }) => {
    return suppression === undefined && isAtLeast(severity, failOn);
  });
  if (fails) return exitCode.diagnostics;
  progress.done(`checked ${meshes.join(', ')} in ${((io.now() - startedAt) / 1000).toFixed(1)} s`);
  return exitCode.ok;
}

function formatOf({ json, format }: CheckOptions): ReportFormat {
  if (!json) return format ?? 'text';
  if (format !== undefined && format !== 'json')
    throw new UsageError(`--json and --format ${format} ask for two reports`);
  return 'json';
}
