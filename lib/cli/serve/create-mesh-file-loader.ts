import { readFileSync } from 'node:fs';
import { readIr } from '../../ir/codec.js';
import { createShapeCheck } from '../../ir/create-shape-check.js';
import type { LoadedIr } from '../../local-runtime/local-run-options.js';
import { messageOf } from '../../util/message-of.js';
import { UsageError } from '../usage-error.js';

/** Makes what reads a compiled mesh of a file again and again. It rejects with a `UsageError` where the file cannot be read. */
export function createMeshFileLoader(file: string): () => Promise<LoadedIr> {
  const checkShape = createShapeCheck();
  return () => {
    try {
      return Promise.resolve(readIr(readFileSync(file, 'utf8'), checkShape));
    } catch (error) {
      return Promise.reject(new UsageError(`the mesh ${file} cannot be read: ${messageOf(error)}`));
    }
  };
}
