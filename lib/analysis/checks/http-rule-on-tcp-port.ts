import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { Policies } from '../../ir/policies/policies.js';
import type { PolicySite } from '../../ir/visit.js';
import { defineCheck } from '../define-check.js';
import type { MeshIndex } from '../mesh-index.js';
import { originOfOwner } from '../origin-of-owner.js';
import { portsOfScope } from '../ports-of-scope.js';
import { describeOwner } from '../words/describe-owner.js';
import { describeRoute } from '../words/describe-route.js';
import { describeScope } from '../words/describe-scope.js';

/**
 * Finds rules and policies for HTTP requests where only plain TCP is spoken, and so nobody reads requests.
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
  for (const site of index.policies) yield* findInPolicies(site, index);
});

function* findInPolicies(site: PolicySite, index: MeshIndex): Generator<DiagnosticDetails> {
  const ports = portsOfScope(site.scope, index);
  if (ports.length === 0 || ports.some(({ protocol }) => protocol !== 'tcp')) return;
  for (const { what, origin } of httpPolicies(site.policies)) {
    yield {
      message: `${what} of ${describeScope(site.scope)} is for HTTP requests, but every port there speaks tcp`,
      origin,
      hint: 'remove it, or give a port the protocol "http", "http2" or "grpc"',
    };
  }
}

function* httpPolicies(policies: Policies): Generator<{ readonly what: string; readonly origin: Origin }> {
  const { timeout, retries, loadBalancing } = policies;
  if (timeout?.requestMs !== undefined) yield { what: 'the timeout', origin: timeout.origin };
  if (retries !== undefined) yield { what: 'the retry policy', origin: retries.origin };
  if (loadBalancing?.kind !== 'ring-hash' && loadBalancing?.kind !== 'maglev') return;
  const key = loadBalancing.hashOn.find(({ kind }) => kind !== 'source-ip');
  if (key !== undefined) yield { what: `load balancing by ${key.kind}`, origin: loadBalancing.origin };
}
