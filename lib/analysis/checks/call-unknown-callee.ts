import { defineCheck } from '../define-check.js';
import { didYouMean } from '../words/did-you-mean.js';

/**
 * Finds declared calls to services and external services that the mesh does not define.
 */
export const callUnknownCallee = defineCheck('call-unknown-callee', function* ({ ir, index }) {
  for (const service of ir.services) {
    for (const { callee, origin } of service.calls) {
      const candidates = callee.kind === 'service' ? index.services : index.externalServices;
      if (candidates.has(callee.name) || index.ambiguous.has(callee.name)) continue;
      const noun = callee.kind === 'service' ? 'service' : 'external service';
      yield {
        message: `service "${service.name}" calls ${noun} "${callee.name}", which this mesh does not define`,
        origin,
        hint: didYouMean(callee.name, candidates.keys()) ?? `declare ${noun} "${callee.name}" in this mesh`,
      };
    }
  }
});
