import type { SimulatedMesh } from '../behaviour/simulated-mesh.js';
import type { Trace } from '../behaviour/trace.js';

/** A request of a test, and what becomes of it. */
export interface Asked {
  readonly simulated: SimulatedMesh;
  readonly trace: Trace;
  /** What the simulator does not know of its way, in words; nothing holds for certain unless this is empty. */
  readonly unknown: readonly string[];
}
