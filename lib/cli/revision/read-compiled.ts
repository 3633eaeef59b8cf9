import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { readIr } from '../../ir/codec.js';
import type { MeshIr } from '../../ir/mesh-ir.js';

/** Compiled meshes that were read, or why not all of them could be. */
export interface ReadCompiled {
  readonly meshes: readonly MeshIr[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads compiled meshes from an `ir.json`, or from a folder that `meshwright synth` wrote. Undefined where the argument
 * means neither. Reports `program-not-found` for a file that is not there, `ir-malformed` and `ir-version-unsupported`.
 */
export function readCompiled(argument: string, workingDirectory: string): ReadCompiled | undefined {
  const path = resolve(workingDirectory, argument);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) {
    const files = compiledFiles(path);
    return files.length === 0 ? undefined : readFiles(files);
  }
  if (!argument.endsWith('.json')) return undefined;
  if (found !== undefined) return readFiles([path]);
  const message = `there is no file "${argument}"`;
  return { meshes: [], diagnostics: [createDiagnostic('program-not-found', { message })] };
}

/** `ir.json` of a folder, of its folders, or of those in its `meshwright`. */
function compiledFiles(folder: string): readonly string[] {
  const inside = (parent: string): readonly string[] =>
    existsSync(parent)
      ? readdirSync(parent, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => join(parent, entry.name, 'ir.json'))
      : [];
  const candidates = [[join(folder, 'ir.json')], inside(join(folder, 'meshwright')), inside(folder)];
  const groups = candidates.map((files) => files.filter((file) => existsSync(file)));
  return groups.find((files) => files.length > 0) ?? [];
}

function readFiles(files: readonly string[]): ReadCompiled {
  const results = files.map((file) => readIr(readFileSync(file, 'utf8')));
  return {
    meshes: results.flatMap(({ ir }) => (ir === undefined ? [] : [ir])),
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
  };
}
