import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import type { OutputFile } from '../../output/output-file.js';
import { InternalError } from '../../util/internal-error.js';
import { explainRun } from './explain-run.js';
import { mergeDiagnostics } from './merge-diagnostics.js';
import type { Program } from './program.js';
import { readFolder } from './read-folder.js';
import type { LoadedMesh } from './read-meshes.js';
import { runProgram } from './run-program.js';
import type { ThrownError } from './thrown-error.js';
import { typeCheck } from './type-check.js';

/** How to load. */
export interface LoadOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Whether to check types while the program runs. */
  readonly typeCheck: boolean;
  /** Receives what the program prints on either stream. */
  readonly onOutput: (text: string) => void;
}

/** What a program made in one run. Nothing of it is on disk any more. */
export interface LoadedProgram {
  /** In no particular order; may be empty. With an error among them, meshes may be missing. */
  readonly diagnostics: readonly Diagnostic[];
  /** Sorted by name. */
  readonly meshes: readonly LoadedMesh[];
  /** What cdk8s wrote, by path in its output folder; sorted. */
  readonly manifests: readonly OutputFile[];
}

/**
 * Runs a program of the user, checks its types meanwhile, and reads what it left. Writes nothing but temporary files,
 * which are gone when the promise settles.
 *
 * Reports `program-threw`, `type-error`, `program-without-mesh`, `manifests-elsewhere`, `ir-malformed`,
 * `ir-version-unsupported`, and whatever the meshes report. Rejects with the reason of `signal` when that aborts.
 *
 * @throws InternalError when the program's meshwright broke an invariant, or the type checker cannot run.
 */
export async function loadProgram(program: Program, options: LoadOptions): Promise<LoadedProgram> {
  const temporaryDirectory = mkdtempSync(join(tmpdir(), 'meshwright-'));
  try {
    return await loadInto(temporaryDirectory, program, options);
  } finally {
    rmSync(temporaryDirectory, { recursive: true, force: true });
  }
}

async function loadInto(temporaryDirectory: string, program: Program, options: LoadOptions): Promise<LoadedProgram> {
  const { env, signal, onOutput } = options;
  const manifestDirectory = join(temporaryDirectory, 'manifests');
  const meshDirectory = join(temporaryDirectory, 'meshes');
  for (const folder of [manifestDirectory, meshDirectory]) mkdirSync(folder);

  // When one of the two is aborted the other is too; both are awaited so that no child outlives the folder.
  const children = Promise.allSettled([
    runProgram(program, { env, signal, onOutput, manifestDirectory, meshDirectory }),
    options.typeCheck ? typeCheck(program, { env, signal, temporaryDirectory }) : [],
  ]);
  // The children have started, and this process would only wait: get ready to read what they leave.
  const { createShapeCheck } = await import('../../ir/create-shape-check.js');
  const { readMeshes } = await import('./read-meshes.js');
  const checkShape = createShapeCheck();
  const [runResult, typeResult] = await children;
  const run = unwrap(runResult);
  const types = unwrap(typeResult);
  if (run.thrown !== undefined) throwIfOurs(run.thrown);

  const { meshes, unfinished, diagnostics: meshDiagnostics } = readMeshes(meshDirectory, checkShape);
  const manifests = readFolder(manifestDirectory);
  const failure = explainRun(run, { projectDirectory: program.projectDirectory, ownDirectory: ownDirectory() });
  const diagnostics = mergeDiagnostics({ mesh: meshDiagnostics, types, run: failure });
  if (hasErrors(diagnostics)) return { diagnostics, meshes, manifests };
  if (unfinished.length > 0) throw new InternalError(`no errors, and yet no ir.json of: ${unfinished.join(', ')}`);
  const gap = meshes.length === 0 ? withoutMesh() : manifests.length === 0 ? manifestsElsewhere() : undefined;
  return { diagnostics: gap === undefined ? diagnostics : [...diagnostics, gap], meshes, manifests };
}

function unwrap<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/**
 * A broken invariant in the program's own meshwright is our bug, though it happened in the user's process.
 */
function throwIfOurs(thrown: ThrownError): void {
  const topFrame = thrown.stack.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  const isInside = topFrame.includes('/node_modules/meshwright/') || topFrame.includes(ownDirectory());
  if (thrown.name !== 'InternalError' || !isInside) return;
  const error = new InternalError(thrown.message);
  error.stack = thrown.stack;
  throw error;
}

/** The folder of our compiled code: `build`. */
function ownDirectory(): string {
  return fileURLToPath(new URL('../../../', import.meta.url)).replace(/[/\\]$/, '');
}

/** Every mesh has manifests. Without them here, those of the last run would count as stale, and be removed. */
function manifestsElsewhere(): Diagnostic {
  return createDiagnostic('manifests-elsewhere', {
    message: 'the program leaves no manifests where it is told to: its App has an "outdir" of its own',
    hint: 'remove "outdir", and name the folder as "output" in cdk8s.yaml or with --output',
  });
}

function withoutMesh(): Diagnostic {
  return createDiagnostic('program-without-mesh', {
    message: 'the program ended well, but synthesized no mesh',
    hint: 'make a Mesh in a cdk8s App, and end the program with app.synth()',
  });
}
