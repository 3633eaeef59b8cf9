import { defineEffectiveCheck } from '../define-effective-check.js';

/**
 * Finds gateways that let nothing through. Where only some hosts or ports do, `gateway-host-without-route` tells it.
 */
export const gatewayWithoutRoute = defineEffectiveCheck('gateway-without-route', function* ({ mesh }) {
  for (const gateway of mesh.ir.gateways) {
    if (gateway.routes.length > 0) continue;
    yield {
      message: `gateway "${gateway.name}" has no route: it answers every request with 404`,
      origin: gateway.origin,
      hint: 'add one, for example with route({ to: … })',
    };
  }
});
