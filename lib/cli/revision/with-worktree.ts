import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Repository } from './find-repository.js';
import { runGit, type GitOptions } from './run-git.js';

/**
 * Lays a revision out in a temporary folder, with the packages that are installed for the program, and hands it to
 * `use`. The folder and git's note of it are gone when the promise settles, also when that was aborted; the user's own
 * files and index are never touched. Reports `revision-unknown`.
 *
 * @param use gets the absolute folder of the repository's root in that revision
 */
export async function withWorktree<T>(
  { repository, revision }: { readonly repository: Repository; readonly revision: string },
  options: Omit<GitOptions, 'directory'>,
  use: (root: string) => Promise<T>,
): Promise<T | Diagnostic> {
  const git = { ...options, directory: repository.root };
  const commit = await runGit(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], git);
  if (!commit.isOk) return unknownRevision(revision, await runGit(['rev-parse', '--is-shallow-repository'], git));
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'meshwright-revision-')));
  const root = join(folder, 'tree');
  // Clearing up must not be cut short by what cut the work short.
  const clearing = { ...git, signal: new AbortController().signal };
  try {
    const added = await runGit(['worktree', 'add', '--detach', '--quiet', root, commit.stdout], git);
    if (!added.isOk)
      return createDiagnostic('revision-unknown', {
        message: `git cannot lay out the revision "${revision}": ${added.reason}`,
      });
    linkPackages(repository, root);
    return await use(root);
  } finally {
    await runGit(['worktree', 'remove', '--force', root], clearing);
    rmSync(folder, { recursive: true, force: true });
    // Of a layout that was cut short git has a note, and cannot remove it by name.
    await runGit(['worktree', 'prune'], clearing);
  }
}

function unknownRevision(revision: string, { stdout }: { readonly stdout: string }): Diagnostic {
  return createDiagnostic('revision-unknown', {
    message: `there is no revision "${revision}", nor a file or folder of that name with compiled meshes`,
    hint:
      stdout === 'true'
        ? 'this clone has only part of the history: get the rest with "git fetch --unshallow"'
        : 'name a commit, branch or tag, an ir.json, or an output folder of "meshwright synth"',
  });
}

/** Packages are not in git: those of every folder from the root down to the program are the ones that are installed. */
function linkPackages({ root: own, program }: Repository, root: string): void {
  const parts = program.split('/').filter((part) => part !== '');
  for (let depth = 0; depth <= parts.length; depth++) {
    const folder = parts.slice(0, depth);
    const [packages, link] = [join(own, ...folder, 'node_modules'), join(root, ...folder, 'node_modules')];
    if (existsSync(packages) && existsSync(join(root, ...folder)) && !existsSync(link)) symlinkSync(packages, link);
  }
}
