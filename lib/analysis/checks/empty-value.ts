import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import { defineCheck } from '../define-check.js';
import { elementEmpties } from '../empties/element-empties.js';
import type { Empty } from '../empties/empty.js';
import { policyEmpties } from '../empties/policy-empties.js';
import { routeEmpties } from '../empties/route-empties.js';
import { versionEmpties } from '../empties/version-empties.js';
import { describeRoute } from '../words/describe-route.js';
import { describeScope } from '../words/describe-scope.js';

/**
 * Finds texts, lists and settings that are there and say nothing.
 */
export const emptyValue = defineCheck('empty-value', function* ({ ir, index }) {
  yield* tell(elementEmpties.mesh(ir), { words: `mesh "${ir.name}"`, origin: ir.origin });
  for (const service of ir.services) {
    const words = `service "${service.name}"`;
    yield* tell(elementEmpties.service(service), { words, origin: service.origin });
    for (const version of service.versions) {
      yield* tell(versionEmpties(version), { words: `version "${version.name}" of ${words}`, origin: version.origin });
    }
  }
  for (const gateway of ir.gateways) {
    yield* tell(elementEmpties.gateway(gateway), { words: `gateway "${gateway.name}"`, origin: gateway.origin });
  }
  for (const service of ir.externalServices) {
    const words = `external service "${service.name}"`;
    yield* tell(elementEmpties.externalService(service), { words, origin: service.origin });
  }
  for (const site of index.routes) {
    const { owner, route } = site;
    yield* tell(routeEmpties(owner, route), { words: describeRoute(site), origin: route.origin });
  }
  for (const { scope, policies } of index.policies) {
    for (const { empty, origin } of policyEmpties(policies))
      yield* tell([empty], { words: describeScope(scope), origin });
  }
});

function* tell(
  empties: Iterable<Empty>,
  at: { readonly words: string; readonly origin: Origin },
): Generator<DiagnosticDetails> {
  for (const { what, hint } of empties) {
    const message = `the ${what} of ${at.words} is empty`;
    yield { message, origin: at.origin, hint: hint ?? 'give it a value, or leave it out' };
  }
}
