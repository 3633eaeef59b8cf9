import { defineCheck } from '../define-check.js';

/**
 * Finds services with nothing to run.
 */
export const serviceWithoutVersion = defineCheck('service-without-version', function* ({ ir }) {
  for (const service of ir.services) {
    if (service.versions.length > 0) continue;
    yield {
      message: `service "${service.name}" has no version; at least one is needed`,
      origin: service.origin,
      hint: `add one, for example versions: { v1: { image: '${service.name}:1' } }`,
    };
  }
});
