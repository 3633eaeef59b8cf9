import type { Proof } from './criterion-evidence.js';
import { logSumExp } from './log-sum-exp.js';

/** The natural logarithm of a proof's e-value. */
export function logOfProof([first, second]: Proof): number {
  return logSumExp(first, second) - Math.LN2;
}
