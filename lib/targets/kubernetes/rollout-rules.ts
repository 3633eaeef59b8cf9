import type { JsonObject } from './kubernetes-manifest.js';
import { rolloutNames } from './rollout-names.js';

const { group, plural } = rolloutNames;

/**
 * What the controller of rollouts does in the namespace of its mesh, and nothing else: each verb is one that it needs.
 *
 * @param deployments names of those that run a version that is rolled out, sorted
 */
export function rolloutRules(deployments: readonly string[]): readonly JsonObject[] {
  return [
    rule(group, plural, ['get', 'list', 'patch', 'watch']),
    rule(group, `${plural}/status`, ['patch']),
    // Objects of these names are there already: so no right to make others is needed.
    rule('coordination.k8s.io', 'leases', ['get', 'patch'], [rolloutNames.lease]),
    rule('', 'configmaps', ['get', 'patch'], [rolloutNames.past]),
    // Where the replicas of the control plane are: each of them has to know a share.
    rule('discovery.k8s.io', 'endpointslices', ['list', 'watch']),
    rule('apps', 'deployments', ['get'], deployments),
    rule('apps', 'deployments/scale', ['patch'], deployments),
    rule('autoscaling', 'horizontalpodautoscalers', ['list']),
    rule('events.k8s.io', 'events', ['create']),
  ];
}

function rule(apiGroup: string, resource: string, verbs: readonly string[], names: readonly string[] = []): JsonObject {
  return {
    ...{ apiGroups: [apiGroup], resources: [resource], verbs },
    ...(names.length === 0 ? {} : { resourceNames: names }),
  };
}
