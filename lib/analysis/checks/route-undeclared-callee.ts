import { defineCheck } from '../define-check.js';
import { describeDestination } from '../words/describe-destination.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds routes of a service to another service that it does not declare to call.
 */
export const routeUndeclaredCallee = defineCheck('route-undeclared-callee', function* ({ index }) {
  for (const { site, weighted, resolution } of index.destinations) {
    if (resolution.kind !== 'undeclared-callee') continue;
    const { backend, owner } = resolution;
    yield {
      message: `${describeRoute(site)} sends to ${describeDestination(weighted.destination)}, which "${owner.name}" does not declare to call`,
      origin: site.route.origin,
      related: [
        { message: `service "${owner.name}" is declared`, origin: owner.origin },
        { message: `"${backend.name}" is declared`, origin: backend.origin },
      ],
      hint: `add "${backend.name}" to the calls of "${owner.name}"`,
    };
  }
});
