import { defineCheck } from '../define-check.js';
import { describeDestination } from '../words/describe-destination.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds routes that join an HTTP port to a TCP port.
 */
export const routeProtocolMismatch = defineCheck('route-protocol-mismatch', function* ({ index }) {
  for (const site of index.routes) {
    const { route, placement } = site;
    if (placement.kind !== 'tcp-rule-on-http-port') continue;
    yield {
      message: `${describeRoute(site)} is a rule for TCP connections, but port "${placement.port.name}" speaks ${placement.port.protocol}`,
      origin: route.origin,
      hint: 'name a port that speaks tcp, or make it a rule for requests',
    };
  }
  for (const { site, weighted, resolution } of index.destinations) {
    if (resolution.kind !== 'protocol-mismatch') continue;
    const { backend, port } = resolution;
    const [rule, fitting] = site.route.kind === 'http' ? ['HTTP requests', 'HTTP'] : ['TCP connections', 'tcp'];
    const target = describeDestination(weighted.destination);
    yield {
      message: `${describeRoute(site)} sends ${rule} to ${target}, whose port "${port.name}" speaks ${port.protocol}`,
      origin: site.route.origin,
      related: [{ message: `"${backend.name}" is declared`, origin: backend.origin }],
      hint: `send to a port that speaks ${fitting}`,
    };
  }
});
