import type { MeshRequest } from '../../behaviour/mesh-request.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Asked } from '../asked.js';

/** Asks the mesh of a test, as it is by now. The request is made of the mesh's own words. Throws `Misuse`. */
export type Ask = (question: (ir: MeshIr) => MeshRequest) => Asked;
