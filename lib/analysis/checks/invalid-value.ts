import { isIP } from 'node:net';
import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { ExternalService } from '../../ir/external-service.js';
import type { Gateway } from '../../ir/gateway.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Service } from '../../ir/service.js';
import { defineCheck } from '../define-check.js';
import { callLoadProblems } from '../values/call-load-problems.js';
import { expectOneOf } from '../values/expect-one-of.js';
import { expectPositive } from '../values/expect-positive.js';
import { expectPort } from '../values/expect-port.js';
import { expectWholeNumber } from '../values/expect-whole-number.js';
import { labelsProblems } from '../values/labels-problems.js';
import { policyProblems } from '../values/policy-problems.js';
import { portsProblems } from '../values/ports-problems.js';
import { resourcesProblems } from '../values/resources-problems.js';
import { rolloutProblems } from '../values/rollout-problems.js';
import { routeProblems } from '../values/route-problems.js';
import type { ValueProblem } from '../values/value-problem.js';
import { versionProblems } from '../values/version-problems.js';
import { describeRoute } from '../words/describe-route.js';
import { describeScope } from '../words/describe-scope.js';
import { showValue } from '../words/show-value.js';

/**
 * Finds values out of their range. Names, hosts, regular expressions and empty values have checks of their own.
 */
export const invalidValue = defineCheck('invalid-value', function* ({ ir, index }) {
  yield* tell(meshProblems(ir), { words: `mesh "${ir.name}"`, origin: ir.origin });
  for (const service of ir.services) {
    yield* tell(serviceProblems(service), { words: `service "${service.name}"`, origin: service.origin });
    for (const version of service.versions) {
      const words = `version "${version.name}" of service "${service.name}"`;
      yield* tell(versionProblems(version, service), { words, origin: version.origin });
    }
    for (const { callee, load, origin } of service.calls) {
      yield* tell(callLoadProblems(load), { words: `the call from "${service.name}" to "${callee.name}"`, origin });
    }
  }
  for (const service of ir.externalServices) {
    yield* tell(externalProblems(service), { words: `external service "${service.name}"`, origin: service.origin });
  }
  for (const gateway of ir.gateways) {
    yield* tell(gatewayProblems(gateway), { words: `gateway "${gateway.name}"`, origin: gateway.origin });
  }
  for (const rollout of ir.rollouts) {
    const words = `rollout "${rollout.name}"`;
    yield* tell(rolloutProblems(rollout), { words, origin: rollout.origin });
    const changed = rollout.subject.kind === 'policy' ? rollout.subject.policies : {};
    for (const { problem, origin } of policyProblems(changed)) yield* tell([problem], { words, origin });
  }
  for (const site of index.routes) {
    yield* tell(routeProblems(site.route), { words: describeRoute(site), origin: site.route.origin });
  }
  for (const { scope, policies } of index.policies) {
    for (const { problem, origin } of policyProblems(policies)) {
      yield* tell([problem], { words: describeScope(scope), origin });
    }
  }
});

function* tell(
  problems: Iterable<ValueProblem>,
  at: { readonly words: string; readonly origin: Origin },
): Generator<DiagnosticDetails> {
  for (const { what, got, expected, hint } of problems) {
    yield { message: `the ${what} of ${at.words} is ${got}, expected ${expected}`, origin: at.origin, hint };
  }
}

function* meshProblems({ trustDomain }: MeshIr): Generator<ValueProblem> {
  // SPIFFE ID, section 2.1.
  if (trustDomain === '' || /^[a-z0-9._-]{1,255}$/.test(trustDomain)) return;
  const expected = 'up to 255 lower-case letters, digits, ".", "-" and "_"';
  yield { what: 'trust domain', got: showValue(trustDomain), expected };
}

function* serviceProblems({ ports, clusterIp, labels }: Service): Generator<ValueProblem> {
  yield* portsProblems(ports);
  yield* labelsProblems(labels);
  if (clusterIp === undefined || clusterIp === '' || isIP(clusterIp) !== 0) return;
  yield { what: 'cluster IP', got: showValue(clusterIp), expected: 'an IP address' };
}

function* externalProblems({ ports, endpoints, tls, responseTimeMs }: ExternalService): Generator<ValueProblem> {
  yield* portsProblems(ports);
  yield* expectPositive('response time', responseTimeMs, 'ms');
  for (const { address, port } of endpoints) {
    if (port !== undefined) yield* expectPort(`port of endpoint "${address}"`, port);
  }
  if (tls?.caFile === undefined || tls.caFile === '' || tls.caFile.startsWith('/')) return;
  yield {
    what: 'file of trusted roots',
    got: showValue(tls.caFile),
    expected: 'an absolute path, as the proxy sees it',
  };
}

function* gatewayProblems(gateway: Gateway): Generator<ValueProblem> {
  for (const { name, number } of gateway.ports) yield* expectPort(`port "${name}"`, number);
  yield* labelsProblems(gateway.labels);
  yield* expectWholeNumber('number of replicas', gateway.replicas, { from: 0, to: 2_147_483_647 });
  yield* expectWholeNumber('number of trusted hops', gateway.trustedHops, { from: 0, to: 4_294_967_295 });
  yield* expectOneOf('exposure', gateway.exposure, ['LoadBalancer', 'NodePort', 'ClusterIP']);
  yield* resourcesProblems(gateway.resources);
}
