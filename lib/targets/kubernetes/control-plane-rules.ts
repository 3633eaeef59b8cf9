import { controlPlaneNames } from './control-plane-names.js';
import type { JsonObject } from './kubernetes-manifest.js';

/** What a control plane does in its cluster, and nothing else: each verb is one that it needs. */
export const controlPlaneRules = Object.freeze({
  /** In the namespace of its mesh: the registry, the leader's lease, and the keys and roots of its certificate authority. */
  namespace: [
    // Pods and what is registered by the mesh API.
    rule('', 'services', ['create', 'delete', 'get', 'list', 'patch', 'watch']),
    rule('discovery.k8s.io', 'endpointslices', ['create', 'delete', 'get', 'list', 'update', 'watch']),
    rule('coordination.k8s.io', 'leases', ['create', 'delete', 'get', 'list', 'patch', 'watch']),
    // Objects of these names are there already, empty: so no right to make others is needed.
    { ...rule('', 'secrets', ['get', 'patch']), resourceNames: [controlPlaneNames.authority] },
    { ...rule('', 'configmaps', ['patch']), resourceNames: [controlPlaneNames.authority] },
  ],
  /** Whom the tokens of proxies stand for: a question that has no namespace. */
  cluster: [rule('authentication.k8s.io', 'tokenreviews', ['create'])],
} satisfies Readonly<Record<string, readonly JsonObject[]>>);

function rule(apiGroup: string, resource: string, verbs: readonly string[]): JsonObject {
  return { apiGroups: [apiGroup], resources: [resource], verbs };
}
