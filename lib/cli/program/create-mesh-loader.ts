import { hasErrors } from '../../diagnostics/has-errors.js';
import type { LoadedIr } from '../../local-runtime/local-run-options.js';
import { pickMesh } from '../pick-mesh.js';
import { loadProgram, type LoadOptions } from './load-program.js';
import type { Program } from './program.js';

/** Which mesh of a program is loaded, and how. */
export interface MeshLoaderOptions extends Omit<LoadOptions, 'signal'> {
  /** Name of the mesh. @default - the only one */
  readonly mesh?: string | undefined;
}

/**
 * Makes what loads a mesh of a program again and again: the one that was asked for, else the only one, and after a change the
 * one of the same name. It rejects with a `UsageError` where there is no such mesh.
 */
export function createMeshLoader(
  program: Program,
  { mesh: asked, ...options }: MeshLoaderOptions,
): (signal: AbortSignal) => Promise<LoadedIr> {
  let wanted = asked;
  return async (signal) => {
    const { meshes, diagnostics } = await loadProgram(program, { ...options, signal });
    if (hasErrors(diagnostics)) return { diagnostics };
    const mesh = meshes.find(({ name }) => name === wanted) ?? pickMesh(meshes, asked);
    wanted = mesh.name;
    return { ir: mesh.ir, diagnostics };
  };
}
