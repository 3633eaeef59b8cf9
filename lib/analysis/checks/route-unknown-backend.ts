import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';
import { didYouMean } from '../words/did-you-mean.js';

/**
 * Finds routes to services and external services that the mesh does not define.
 */
export const routeUnknownBackend = defineCheck('route-unknown-backend', function* ({ index }) {
  for (const { site, weighted, resolution } of index.destinations) {
    if (resolution.kind !== 'unknown-backend') continue;
    const { kind, service: name } = weighted.destination;
    const noun = kind === 'external-service' ? 'external service' : 'service';
    const candidates = kind === 'external-service' ? index.externalServices : index.services;
    yield {
      message: `${describeRoute(site)} sends to ${noun} "${name}", which this mesh does not define`,
      origin: site.route.origin,
      hint: didYouMean(name, candidates.keys()) ?? `declare ${noun} "${name}" in this mesh, or send elsewhere`,
    };
  }
});
