import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import { readIr } from '../../ir/codec.js';
import type { ShapeCheck } from '../../ir/create-shape-check.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { OutputFile } from '../../output/output-file.js';
import { compareText } from '../../util/compare-text.js';
import { readFolder } from './read-folder.js';

/** A mesh that a run left, free of errors. */
export interface LoadedMesh {
  readonly name: string;
  readonly ir: MeshIr;
  /** `ir.json`, `rollouts.json` where there are any, `origins.json` and `envoy/<proxy>/<file>.json`, byte for byte; sorted by path. */
  readonly files: readonly OutputFile[];
}

const diagnosticsFile = 'diagnostics.json';

/**
 * Reads what the `Mesh` constructs of a run left in `MESHWRIGHT_OUT`: a folder each, always with `diagnostics.json`,
 * and with the compiled mesh only where that has no errors. Meshes are sorted by name; those with errors are not
 * among them, nor those that an exception kept from being finished; `unfinished` names these, sorted. Reports what the
 * meshes report, and `ir-malformed` and `ir-version-unsupported`.
 */
export function readMeshes(
  directory: string,
  checkShape: ShapeCheck,
): {
  readonly meshes: readonly LoadedMesh[];
  readonly unfinished: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const meshes: LoadedMesh[] = [];
  const unfinished: string[] = [];
  for (const name of readdirSync(directory).sort(compareText)) {
    const meshDirectory = join(directory, name);
    const own = readDiagnostics(join(meshDirectory, diagnosticsFile));
    diagnostics.push(...own);
    if (hasErrors(own)) continue;
    if (!existsSync(join(meshDirectory, 'ir.json'))) {
      unfinished.push(name);
      continue;
    }
    const { ir, diagnostics: irDiagnostics } = readIr(readFileSync(join(meshDirectory, 'ir.json'), 'utf8'), checkShape);
    diagnostics.push(...irDiagnostics);
    if (ir === undefined) continue;
    const files = readFolder(meshDirectory).filter((file) => file.path !== diagnosticsFile);
    meshes.push({ name, ir, files });
  }
  return { meshes, unfinished, diagnostics };
}

function readDiagnostics(file: string): readonly Diagnostic[] {
  // Written by the Mesh construct of the program's own meshwright a moment ago, as the array of its diagnostics.
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Diagnostic[];
}
