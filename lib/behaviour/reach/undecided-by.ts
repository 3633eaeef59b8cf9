import type { Trace } from '../trace.js';
import { unknownOfStep } from '../unknown-of-step.js';

/** Why a request does not show who is reached, in words; undefined where it does. */
export function undecidedBy({ step }: Trace): string | undefined {
  const unknown = unknownOfStep(step);
  return unknown.length === 0 ? undefined : `the simulator does not know what this does: ${unknown.join(', ')}`;
}
