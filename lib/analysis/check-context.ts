import type { MeshIr } from '../ir/mesh-ir.js';
import { indexMesh, type MeshIndex } from './mesh-index.js';

/** What a check may look at. All of it is read-only and shared between checks. */
export interface CheckContext {
  /** The mesh as its program declared it; nothing in it has been judged yet. */
  readonly ir: MeshIr;
  readonly index: MeshIndex;
}

/**
 * Prepares a mesh for its checks: looks up every reference once.
 */
export function createCheckContext(ir: MeshIr): CheckContext {
  return { ir, index: indexMesh(ir) };
}
