import type { Proof } from './criterion-evidence.js';
import { logOfProof } from './log-of-proof.js';

/** The smallest margin for which, and for all larger ones, there is proof; 1 where there is none. */
export function provenExcess(margins: readonly number[], proofs: readonly Proof[], logBound: number): number {
  const lastUnproven = margins.findLastIndex((_, index) => logOfProof(proofs[index] ?? [0, 0]) < logBound);
  return margins[lastUnproven + 1] ?? 1;
}
