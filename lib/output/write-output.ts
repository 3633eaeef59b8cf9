import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { OutputFile } from './output-file.js';
import { outputManifestPath, readOutputManifestPaths } from './output-manifest.js';
import type { OutputPlan } from './plan-output.js';

/** The folder that is written. */
export interface OutputTarget {
  /** As the user names it; diagnostics do the same. */
  readonly directory: string;
  /** Absolute folder that `directory` is relative to. */
  readonly workingDirectory: string;
}

/** What writing a plan changed. Paths are relative to the output folder, sorted; each list may be empty. */
export interface OutputChanges {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Brings a folder to what a plan says, making the folder if there is none.
 *
 * The folder belongs to the output: a file at a planned path is replaced, whoever wrote it. Any other file is removed
 * only if the previous manifest lists it, so what a person puts beside the output stays. A file that has the right
 * bytes is not touched. All changed files are first laid out in full in a folder beside their places, then renamed one
 * by one, the manifest last; a full disk or a missing permission shows before anything has changed.
 *
 * Reports `output-not-writable`.
 */
export function writeOutput(
  target: OutputTarget,
  plan: OutputPlan,
): { readonly changes?: OutputChanges; readonly diagnostics: readonly Diagnostic[] } {
  const root = resolve(target.workingDirectory, target.directory);
  const made: string[] = [];
  try {
    refuseFile(root);
    const stale = findStale(root, plan);
    const changed = plan.files.filter((file) => !holds(join(root, file.path), file.content));
    for (const file of changed) refuseFolder(root, file.path);
    if (changed.length > 0) replaceFiles({ root, changed, stale, made });
    return { changes: describe(plan, changed, stale), diagnostics: [] };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    for (const folder of made.reverse()) removeIfEmpty(folder);
    return { diagnostics: [notWritable(root, target.directory, error)] };
  }
}

/** A file that goes or comes changes the manifest, so `changed` ends with the manifest whenever there is anything to do. */
function replaceFiles(work: {
  readonly root: string;
  readonly changed: readonly OutputFile[];
  readonly stale: readonly string[];
  /** Receives the folders made. */
  readonly made: string[];
}): void {
  const { root, changed, stale, made } = work;
  makeFolder(root, made);
  const staging = mkdtempSync(join(root, '.meshwright-'));
  try {
    for (const [index, file] of changed.entries()) {
      makeFolder(dirname(join(root, file.path)), made);
      writeFileSync(join(staging, String(index)), file.content);
    }
    for (const [index, file] of changed.entries()) {
      // The manifest goes last: until then the old one still knows every file that is to be removed.
      if (file.path === outputManifestPath) for (const path of stale) removeFile(root, path);
      renameSync(join(staging, String(index)), join(root, file.path));
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function describe(plan: OutputPlan, changed: readonly OutputFile[], stale: readonly string[]): OutputChanges {
  const written = new Set(changed.map((file) => file.path));
  return {
    written: [...written],
    unchanged: plan.files.map((file) => file.path).filter((path) => !written.has(path)),
    removed: stale,
  };
}

function findStale(root: string, plan: OutputPlan): string[] {
  let text: string;
  try {
    text = readFileSync(join(root, outputManifestPath), 'utf8');
  } catch (error) {
    // No folder, no manifest, or something else in its place: nothing is known to be ours. Writing says what is wrong.
    if (isSystemError(error)) return [];
    throw error;
  }
  const planned = new Set(plan.files.map((file) => file.path));
  return readOutputManifestPaths(text).filter((path) => !planned.has(path) && isFile(join(root, path)));
}

function holds(file: string, content: string | Uint8Array): boolean {
  return isFile(file) && readFileSync(file).equals(Buffer.from(content));
}

function isFile(file: string): boolean {
  try {
    return lstatSync(file).isFile();
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** Every path below would fail, each with a message about itself. */
function refuseFile(root: string): void {
  const found = statSync(root, { throwIfNoEntry: false });
  if (found?.isDirectory() === false) throw systemError('ENOTDIR', root);
}

/** Renaming onto a folder fails, but only after other files were renamed: look first. */
function refuseFolder(root: string, path: string): void {
  const found = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw systemError('EISDIR', join(root, path));
}

/** What Node would throw a moment later. */
function systemError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code, syscall: 'open', path });
}

/** Makes a folder and its missing parents, noting the outermost first, so that a failure can take them back. */
function makeFolder(folder: string, made: string[]): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  made.push(first);
  let inner = first;
  for (const segment of relative(first, folder).split(sep).filter(Boolean)) {
    inner = join(inner, segment);
    made.push(inner);
  }
}

function removeFile(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  for (let folder = dirname(join(root, path)); folder !== root; folder = dirname(folder)) {
    if (!removeIfEmpty(folder)) return;
  }
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    // Not empty, or already gone: it stays as it is.
    if (isSystemError(error)) return false;
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function notWritable(root: string, directory: string, error: NodeJS.ErrnoException): Diagnostic {
  const inside = error.path === undefined ? '' : relative(root, error.path).split(sep).join('/');
  const where = inside === '' || inside.startsWith('.') ? '' : ` at "${inside}"`;
  const reason = reasonByCode[error.code ?? ''] ?? error.message;
  return createDiagnostic('output-not-writable', {
    message: `the output folder "${directory}" cannot be written${where}: ${reason}`,
    hint: 'choose another folder with --output, or make room for this one',
  });
}

const reasonByCode: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a file is in the place of a folder',
  EEXIST: 'a file is in the place of a folder',
  EISDIR: 'a folder is in the place of a file',
  ENAMETOOLONG: 'a name is too long',
};
