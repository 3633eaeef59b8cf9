/** The kinds of objects by which other meshes divide requests, for an API server that has none of them: any content, and a status. */
export function otherMeshDefinitions(): object[] {
  return [
    definition('gateway.networking.k8s.io', 'HTTPRoute', 'httproutes'),
    definition('networking.istio.io', 'VirtualService', 'virtualservices'),
  ];
}

function definition(group: string, kind: string, plural: string): object {
  const any = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // The API server asks for it where a group is of Kubernetes.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' },
    },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: any, status: any } } },
        },
      ],
    },
  };
}
