import type { EffectiveCheck } from '../define-effective-check.js';
import { callCycle } from './call-cycle.js';

/** Every check of the effective mesh, sorted by slug. */
export const effectiveChecks = [callCycle] as const satisfies readonly EffectiveCheck[];
