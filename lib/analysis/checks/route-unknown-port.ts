import { defineCheck } from '../define-check.js';
import { originOfOwner } from '../origin-of-owner.js';
import { describeOwner } from '../words/describe-owner.js';
import { describeRoute } from '../words/describe-route.js';
import { describeDestination } from '../words/describe-destination.js';
import { didYouMean } from '../words/did-you-mean.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds routes that stand on a port, or send to a port, that does not exist.
 */
export const routeUnknownPort = defineCheck('route-unknown-port', function* ({ index }) {
  for (const site of index.routes) {
    const { owner, route, placement } = site;
    if (placement.kind !== 'unknown-port') continue;
    const { name, portNames } = placement;
    yield {
      message: `${describeRoute(site)} stands on port "${name}", but ${describeOwner(owner)} has only ${listNames(portNames)}`,
      origin: route.origin,
      related: [{ message: `${describeOwner(owner)} is declared`, origin: originOfOwner(owner) }],
      hint: didYouMean(name, portNames),
    };
  }
  for (const { site, weighted, resolution } of index.destinations) {
    if (resolution.kind !== 'unknown-port') continue;
    const { backend, name } = resolution;
    const portNames = backend.ports.map((port) => port.name);
    yield {
      message: `${describeRoute(site)} sends to port "${name}" of ${describeDestination(weighted.destination)}, which has only ${listNames(portNames)}`,
      origin: site.route.origin,
      related: [{ message: `"${backend.name}" is declared`, origin: backend.origin }],
      hint: didYouMean(name, portNames),
    };
  }
});
