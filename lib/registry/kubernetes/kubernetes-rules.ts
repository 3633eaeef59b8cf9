/** One rule of a Role (rbac.authorization.k8s.io/v1). */
export interface KubernetesRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const read = ['get', 'list', 'watch'] as const;
const write = ['create', 'delete', 'patch', 'update'] as const;

/**
 * What the registry and the leader's lease need in their namespace, and nothing else; sorted by group. `reader` is for who only follows:
 * then writes are answered as `unavailable`.
 */
export function kubernetesRules(use: 'reader' | 'writer'): readonly KubernetesRule[] {
  const verbs = use === 'reader' ? read : [...read, ...write];
  return [
    { apiGroups: [''], resources: ['services'], verbs },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
  ];
}
