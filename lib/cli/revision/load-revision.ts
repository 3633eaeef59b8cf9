import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import type { Origin } from '../../diagnostics/origin.js';
import { displayFileFrom } from '../display-file-from.js';
import type { Io } from '../io.js';
import { loadFromArgument, type ProgramOptions } from '../load-from-argument.js';
import type { Progress } from '../terminal/progress.js';
import { findRepository } from './find-repository.js';
import { readCompiled } from './read-compiled.js';
import type { Revision } from './revision.js';
import { withWorktree } from './with-worktree.js';

/** How a side of a comparison is loaded. */
export interface RevisionOptions extends ProgramOptions {
  /** The program that is run in a revision, relative to the working directory. */
  readonly program: string;
}

/** One side of a comparison, or diagnostics that say why there is none. */
export interface LoadedRevision {
  readonly revision?: Revision;
  /** Errors only; empty exactly when there is a revision. Their files are named for the reader. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Context {
  readonly io: Io;
  readonly progress: Progress;
}

/**
 * Loads what an argument of `meshwright diff` means: an `ir.json`, an output folder, the folder of a program, or a
 * revision of git, in which the program is run. Undefined means the program as it is now. Reports `no-git-repository`,
 * `revision-unknown`, `revision-broken`, and what reading or running reports.
 */
export async function loadRevision(
  argument: string | undefined,
  options: RevisionOptions,
  context: Context,
): Promise<LoadedRevision> {
  const { workingDirectory } = context.io;
  if (argument === undefined) return runHere(options.program, options, context);
  const compiled = readCompiled(argument, workingDirectory);
  if (compiled !== undefined) return ofMeshes(compiled.meshes, compiled.diagnostics);
  if (isProgramFolder(resolve(workingDirectory, argument))) return runHere(argument, options, context);
  return runInGit(argument, options, context);
}

async function runHere(program: string, options: RevisionOptions, context: Context): Promise<LoadedRevision> {
  const { diagnostics, found } = await loadFromArgument(program, options, context);
  const displayFile = displayFileFrom(context.io.workingDirectory, found?.program.projectDirectory);
  const meshes = found?.loaded.meshes.map(({ ir }) => ir) ?? [];
  if (!hasErrors(diagnostics)) return { revision: { meshes, displayFile }, diagnostics: [] };
  return { diagnostics: errorsOf(diagnostics, displayFile) };
}

async function runInGit(revision: string, options: RevisionOptions, context: Context): Promise<LoadedRevision> {
  const { io } = context;
  const { env, signal, workingDirectory } = io;
  const repository = await findRepository(options.program, { env, signal, workingDirectory });
  if ('code' in repository) return { diagnostics: [repository] };
  const result = await withWorktree({ repository, revision }, { env, signal }, async (root) => {
    const inside = { ...io, workingDirectory: root };
    const { diagnostics, found } = await loadFromArgument(repository.program || '.', options, {
      ...context,
      io: inside,
    });
    const project = relative(root, found?.program.projectDirectory ?? root);
    // As git names a file of a revision: `git show HEAD~1:main.ts`.
    const displayFile = (file: string): string => `${revision}:${join(project, file).split(sep).join('/')}`;
    const meshes = found?.loaded.meshes.map(({ ir }) => ir) ?? [];
    if (!hasErrors(diagnostics)) return { revision: { meshes, displayFile }, diagnostics: [] };
    return { diagnostics: [broken(revision, options.program), ...errorsOf(diagnostics, displayFile)] };
  });
  return 'code' in result ? { diagnostics: [result] } : result;
}

function isProgramFolder(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  return ['cdk8s.yaml', 'main.ts', 'main.js'].some((name) => existsSync(join(path, name)));
}

function ofMeshes(meshes: Revision['meshes'], diagnostics: readonly Diagnostic[]): LoadedRevision {
  if (diagnostics.length > 0) return { diagnostics };
  return { revision: { meshes, displayFile: (file) => file }, diagnostics };
}

function broken(revision: string, program: string): Diagnostic {
  return createDiagnostic('revision-broken', {
    message: `the program "${program}" has no mesh to compare at "${revision}": it has the errors below`,
    hint: 'compare with a revision whose program is sound, or name its folder or file in that revision with --program',
  });
}

function errorsOf(diagnostics: readonly Diagnostic[], displayFile: (file: string) => string): readonly Diagnostic[] {
  const shown = (origin: Origin): Origin =>
    origin.source === undefined
      ? origin
      : { ...origin, source: { ...origin.source, file: displayFile(origin.source.file) } };
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((each) => ({
      ...each,
      ...(each.origin === undefined ? {} : { origin: shown(each.origin) }),
      related: each.related.map((other) => ({ ...other, origin: shown(other.origin) })),
    }));
}
