import { defineCheck } from '../define-check.js';
import { describeDestination } from '../words/describe-destination.js';
import { describeOwner } from '../words/describe-owner.js';
import { describeRoute } from '../words/describe-route.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds routes that leave open which of several ports they stand on or send to.
 */
export const routePortAmbiguous = defineCheck('route-port-ambiguous', function* ({ index }) {
  for (const site of index.routes) {
    const { owner, route, placement } = site;
    if (placement.kind !== 'ambiguous') continue;
    yield {
      message: `${describeRoute(site)} does not say which port it stands on; ${describeOwner(owner)} has ${listNames(placement.portNames)}`,
      origin: route.origin,
      hint: 'add "port" to the rule',
    };
  }
  for (const { site, weighted, resolution } of index.destinations) {
    if (resolution.kind !== 'port-ambiguous') continue;
    const { backend, portNames } = resolution;
    const target = describeDestination(weighted.destination);
    yield {
      message: `${describeRoute(site)} does not say which port of ${target} it sends to; there are ${listNames(portNames)}`,
      origin: site.route.origin,
      related: [{ message: `"${backend.name}" is declared`, origin: backend.origin }],
      hint:
        weighted.destination.kind === 'version' ? 'name the port: .version(…, { port: … })' : 'name the port: .port(…)',
    };
  }
});
