import { defineCheck } from '../define-check.js';

/**
 * Finds services, external services and gateways that nobody can reach.
 */
export const serviceWithoutPort = defineCheck('service-without-port', function* ({ ir }) {
  const owners = [
    ...ir.services.map((owner) => ({ noun: 'service', owner })),
    ...ir.externalServices.map((owner) => ({ noun: 'external service', owner })),
    ...ir.gateways.map((owner) => ({ noun: 'gateway', owner })),
  ];
  for (const { noun, owner } of owners) {
    if (owner.ports.length > 0) continue;
    yield {
      message: `${noun} "${owner.name}" has no port; at least one is needed`,
      origin: owner.origin,
      hint: 'add one, for example ports: { http: 8080 }',
    };
  }
});
