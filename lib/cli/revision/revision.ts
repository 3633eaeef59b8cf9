import type { MeshIr } from '../../ir/mesh-ir.js';

/** One side of a comparison. */
export interface Revision {
  readonly meshes: readonly MeshIr[];
  /** How a file that an origin of it names is shown to the reader. */
  readonly displayFile: (file: string) => string;
}
