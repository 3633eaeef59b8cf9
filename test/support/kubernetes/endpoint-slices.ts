import type { JsonValue, KubernetesManifest } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';

/** A pod that Services may lead to. */
export interface EndpointPod {
  readonly name: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The EndpointSlices of Services as Kubernetes' own controller makes them: one a Service, with its labels, and the pods that it selects,
 * at the ports that they listen on.
 */
export function endpointSlices(services: readonly KubernetesManifest[], pods: readonly EndpointPod[]): object[] {
  return services.map(({ metadata: { name, namespace, labels }, spec = {} }) => {
    const selector = Object.entries(spec['selector'] as Record<string, string>); // a Service of ours has one
    const ports = spec['ports'] as readonly Readonly<Record<string, JsonValue>>[]; // and ports
    const selected = pods.filter((pod) => selector.every(([key, value]) => pod.labels[key] === value));
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-5lice`,
        namespace,
        labels: {
          ...labels,
          'kubernetes.io/service-name': name,
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        },
      },
      addressType: 'IPv4',
      ports: ports.map(({ name: port, targetPort }) => ({ name: port, port: targetPort, protocol: 'TCP' })),
      endpoints: selected.map((pod) => ({
        addresses: [pod.address],
        conditions: { ready: true, serving: true, terminating: false },
        targetRef: { kind: 'Pod', name: pod.name, namespace },
      })),
    };
  });
}
