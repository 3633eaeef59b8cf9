import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/has-errors.js';
import { renderJson } from '../diagnostics/render/json.js';
import { renderText } from '../diagnostics/render/text.js';
import { stableJson } from '../util/stable-json.js';
import { displayFileFrom } from './display-file-from.js';
import { exitCode, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { useColour } from './terminal/use-colour.js';

/** What a command has to report at its end. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute folder that the files of the diagnostics are relative to; absent where none names a file. */
  readonly projectDirectory?: string | undefined;
  /** What else the JSON report holds. */
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Shows diagnostics as text on stderr and, if asked, everything as one JSON document on stdout. Returns the exit code
 * that follows from the diagnostics.
 */
export function reportDiagnostics(report: Report, options: { readonly json: boolean }, io: Io): ExitCode {
  const { diagnostics, projectDirectory, details } = report;
  if (options.json) io.stdout.write(stableJson({ ...renderJson(diagnostics), ...details }));
  const displayFile = displayFileFrom(io.workingDirectory, projectDirectory);
  io.stderr.write(renderText(diagnostics, { colour: useColour(io.stderr, io.env), displayFile }));
  return hasErrors(diagnostics) ? exitCode.diagnostics : exitCode.ok;
}
