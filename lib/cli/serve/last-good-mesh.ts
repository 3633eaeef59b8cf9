import { join } from 'node:path';
import { compileMesh } from '../../compiler/compile-mesh.js';
import { readIr, writeIr } from '../../ir/codec.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { readIfThere } from './read-if-there.js';
import { writeFileWhole } from '../../registry/embedded/write-file-whole.js';

/** The mesh that was served last, kept over a crash: what is served again before the program has been run, or when it is broken. */
export interface LastGoodMesh {
  /** Undefined where none was kept, or this version of meshwright cannot read it. */
  readonly read: () => EffectiveMesh | undefined;
  readonly write: (ir: MeshIr) => void;
}

/** Keeps it in a data folder. */
export function lastGoodMesh(dataFolder: string): LastGoodMesh {
  const file = join(dataFolder, 'last-good.ir.json');
  return {
    read: () => {
      const text = readIfThere(file);
      const { ir } = text === undefined ? {} : readIr(text);
      return ir === undefined ? undefined : compileMesh(ir).mesh;
    },
    write: (ir) => {
      const text = writeIr(ir);
      if (readIfThere(file) !== text) writeFileWhole(file, text);
    },
  };
}
