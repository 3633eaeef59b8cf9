import { existsSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { runGit, type GitOptions } from './run-git.js';

/** The git repository that a program is in. */
export interface Repository {
  /** Absolute, free of symbolic links. */
  readonly root: string;
  /** The program's path in it; empty for the root itself. */
  readonly program: string;
}

/** Finds the git repository of a program, whether or not the program is there at the moment. Reports `no-git-repository`. */
export async function findRepository(
  program: string,
  options: Omit<GitOptions, 'directory'> & { readonly workingDirectory: string },
): Promise<Repository | Diagnostic> {
  const path = resolve(options.workingDirectory, program);
  const there = nearestExisting(path);
  const { isOk, stdout, reason } = await runGit(['rev-parse', '--show-toplevel'], {
    ...options,
    directory: there.folder,
  });
  if (!isOk)
    return createDiagnostic('no-git-repository', {
      message: `the program "${program}" is in no git repository, so it has no revisions (${firstLine(reason)})`,
      hint: 'compare two compiled meshes: meshwright diff old/ir.json new/ir.json',
    });
  const root = realpathSync(stdout);
  return { root, program: relative(root, there.path).split(sep).join('/') };
}

/** A program that is gone now may well be there in an older revision. */
function nearestExisting(path: string): { readonly folder: string; readonly path: string } {
  let folder = path;
  while (!existsSync(folder)) folder = dirname(folder);
  const real = realpathSync(folder);
  const full = resolve(real, relative(folder, path));
  return { folder: folder === path && !isFolder(path) ? dirname(real) : real, path: full };
}

function isFolder(path: string): boolean {
  return existsSync(`${path}${sep}.`);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
