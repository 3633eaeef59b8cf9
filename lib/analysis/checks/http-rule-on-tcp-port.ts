import { defineCheck } from '../define-check.js';
import { originOfOwner } from '../origin-of-owner.js';
import { describeOwner } from '../words/describe-owner.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds rules for HTTP requests on ports that speak plain TCP, where nobody reads requests.
 */
export const httpRuleOnTcpPort = defineCheck('http-rule-on-tcp-port', function* ({ index }) {
  for (const site of index.routes) {
    const { owner, route, placement } = site;
    if (placement.kind !== 'http-rule-on-tcp-port') continue;
    yield {
      message: `${describeRoute(site)} is a rule for HTTP requests, but port "${placement.port.name}" speaks tcp`,
      origin: route.origin,
      related: [{ message: `${describeOwner(owner)} is declared`, origin: originOfOwner(owner) }],
      hint: 'give the port the protocol "http", "http2" or "grpc", or keep only "to" in the rule',
    };
  }
});
