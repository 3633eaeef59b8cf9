import type { Admit } from '../../xds/admission.js';

/** Admits whom one of several ways admits; they are asked in order, and no further than needed. At least one. */
export function admitByAny(ways: readonly [Admit, ...Admit[]]): Admit {
  return async (client) => {
    const reasons: string[] = [];
    for (const admit of ways) {
      const admission = await admit(client);
      if (admission.kind === 'admitted') return admission;
      reasons.push(admission.reason);
    }
    return { kind: 'refused', reason: reasons.join('; ') };
  };
}
