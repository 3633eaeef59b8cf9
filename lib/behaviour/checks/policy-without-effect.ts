import { describeScope } from '../../analysis/words/describe-scope.js';
import { listNames } from '../../analysis/words/list-names.js';
import { defineBehaviourCheck } from '../analysis/define-behaviour-check.js';
import { deadPolicies } from '../analysis/dead-policies.js';

/**
 * Finds policies that decide nothing anywhere: in every proxy that they could hold in, a narrower scope has another word,
 * or nothing takes their kind. Deleting all of them changes no decision. Policies of versions are
 * `version-policy-unused`; those of services that nobody calls are not judged, nor those of the mesh, which are defaults for
 * what is to come.
 */
export const policyWithoutEffect = defineBehaviourCheck('policy-without-effect', function* ({ simulated }) {
  for (const { site, kinds } of deadPolicies(simulated.mesh)) {
    if (site.scope.kind === 'mesh') continue;
    yield {
      message: `${listNames(kinds)} of ${describeScope(site.scope)} ${kinds.length === 1 ? 'decides' : 'decide'} nothing: wherever it could hold, a narrower scope says otherwise or nothing takes it`,
      origin: site.origin,
      hint: 'remove it, or what overrides it',
    };
  }
});
