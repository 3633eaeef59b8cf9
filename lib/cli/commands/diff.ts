import { changeSeverities } from '../../behaviour/diff/change-severity.js';
import { diffIrs } from '../../behaviour/diff/diff-irs.js';
import type { MeshDiff } from '../../behaviour/diff/mesh-diff.js';
import { renderDiffJson } from '../../behaviour/diff/render/render-diff-json.js';
import { renderDiffMarkdown } from '../../behaviour/diff/render/render-diff-markdown.js';
import { renderDiffText } from '../../behaviour/diff/render/render-diff-text.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import { stableJson } from '../../util/stable-json.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import type { FailCondition } from '../revision/fail-condition.js';
import { loadRevision, type RevisionOptions } from '../revision/load-revision.js';
import { readWeights } from '../revision/read-weights.js';
import type { Revision } from '../revision/revision.js';
import { createProgress } from '../terminal/progress.js';
import { useColour } from '../terminal/use-colour.js';
import { UsageError } from '../usage-error.js';

/** What `meshwright diff` takes. */
export interface DiffOptions extends RevisionOptions {
  /** Whether to print Markdown on stdout. */
  readonly markdown: boolean;
  /** @default - it never fails for a change */
  readonly failOn?: FailCondition;
  /** File of traffic weights, relative to the working directory. */
  readonly weights?: string;
}

/**
 * `meshwright diff`: says which requests get something else in another revision. The second revision is the program as
 * it is now unless said.
 */
export async function diff(
  revisions: readonly [before: string, after: string | undefined],
  options: DiffOptions,
  io: Io,
): Promise<ExitCode> {
  if (options.json && options.markdown) throw new UsageError('--json and --markdown ask for two reports');
  const progress = createProgress(io, options);
  const fail = (diagnostics: readonly Diagnostic[]): ExitCode =>
    reportDiagnostics({ diagnostics, details: { meshes: [] } }, options, io);
  const weights = options.weights === undefined ? undefined : readWeights(options.weights, io.workingDirectory);
  if (weights !== undefined && 'code' in weights) return fail([weights]);
  const [before, after] = [
    await loadRevision(revisions[0], options, { io, progress }),
    await loadRevision(revisions[1], options, { io, progress }),
  ];
  if (before.revision === undefined || after.revision === undefined)
    return fail([...before.diagnostics, ...after.diagnostics]);
  progress.step('comparing');
  const { meshes, diagnostics } = diffIrs(before.revision.meshes, after.revision.meshes, weights);
  progress.clear();
  if (hasErrors(diagnostics)) return fail(diagnostics);
  io.stdout.write(render(meshes, { before: before.revision, after: after.revision }, options, io));
  return isFailure(meshes, options.failOn) ? exitCode.diagnostics : exitCode.ok;
}

function render(
  meshes: readonly MeshDiff[],
  { before, after }: { readonly before: Revision; readonly after: Revision },
  { json, markdown }: DiffOptions,
  io: Io,
): string {
  const displayFile = { before: before.displayFile, after: after.displayFile };
  if (json) return stableJson({ ...renderDiffJson(meshes), diagnostics: [] });
  if (markdown) return renderDiffMarkdown(meshes, { displayFile });
  return renderDiffText(meshes, { displayFile, colour: useColour(io.stdout, io.env) });
}

function isFailure(meshes: readonly MeshDiff[], failOn: DiffOptions['failOn']): boolean {
  if (failOn === undefined) return false;
  if (failOn === 'any') return meshes.some(({ changes, undecided }) => changes.length + undecided.length > 0);
  const counted = changeSeverities.slice(0, changeSeverities.indexOf(failOn) + 1);
  return meshes.some(({ changes }) => changes.some(({ severity }) => counted.includes(severity)));
}
