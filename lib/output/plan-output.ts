import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { contentHash } from '../util/content-hash.js';
import { sortBy } from '../util/sort-by.js';
import type { OutputFile } from './output-file.js';
import { outputManifestPath, renderOutputManifest } from './output-manifest.js';

/** Everything an output folder is to hold, decided before the first byte is written. */
export interface OutputPlan {
  /** Sorted by path; the manifest is the last. */
  readonly files: readonly OutputFile[];
}

/**
 * Decides what an output folder is to hold, and adds the manifest of hashes. Reports `output-collision` where two
 * files want one path, or one file wants to be the folder of another; then there is no plan.
 */
export function planOutput(
  files: readonly OutputFile[],
  generatorVersion: string,
): { readonly plan?: OutputPlan; readonly diagnostics: readonly Diagnostic[] } {
  const sorted = sortBy(files, (file) => file.path);
  const diagnostics = findCollisions([...sorted.map((file) => file.path), outputManifestPath]);
  if (diagnostics.length > 0) return { diagnostics };
  const hashByPath = new Map(sorted.map((file) => [file.path, contentHash(file.content)]));
  const manifest = { path: outputManifestPath, content: renderOutputManifest({ hashByPath, generatorVersion }) };
  return { plan: { files: [...sorted, manifest] }, diagnostics: [] };
}

function findCollisions(paths: readonly string[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  // Some file systems take `A` and `a` for one name; the output has to be right on all of them.
  const pathByFoldedPath = new Map<string, string>();
  for (const path of paths) {
    const other = pathByFoldedPath.get(path.toLowerCase());
    if (other === undefined) pathByFoldedPath.set(path.toLowerCase(), path);
    else
      diagnostics.push(
        collision(other === path ? `"${path}" is written twice` : `"${other}" and "${path}" differ in case only`),
      );
  }
  for (const [folded, path] of pathByFoldedPath) {
    for (const parent of parents(folded)) {
      const file = pathByFoldedPath.get(parent);
      if (file !== undefined) diagnostics.push(collision(`"${file}" is a file, and also the folder of "${path}"`));
    }
  }
  return diagnostics;
}

function parents(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}

function collision(message: string): Diagnostic {
  return createDiagnostic('output-collision', {
    message,
    hint: 'rename one of the charts or meshes that these files are named for',
  });
}
