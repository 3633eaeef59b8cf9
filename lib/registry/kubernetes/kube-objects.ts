/** What all objects of Kubernetes have, as JSON. */
export interface KubeObject {
  readonly metadata: {
    readonly name: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** discovery.k8s.io/v1 EndpointSlice, as far as it is read. */
export interface KubeEndpointSlice extends KubeObject {
  readonly addressType: string;
  readonly endpoints?: readonly KubeEndpoint[] | null;
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[] | null;
}

/** One endpoint of a slice. */
export interface KubeEndpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly zone?: string;
  readonly targetRef?: { readonly kind?: string; readonly name?: string };
}

/** coordination.k8s.io/v1 Lease, as far as it is read. */
export interface KubeLease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/** Names of labels and annotations that the registry reads and writes. */
export const kubeNames = Object.freeze({
  /** Label: the service that a slice belongs to. */
  serviceName: 'kubernetes.io/service-name',
  /** Label: who writes a slice. */
  managedBy: 'endpointslice.kubernetes.io/managed-by',
  /** Its value on ours. */
  us: 'meshwright',
  /** Label of services and leases of ours. */
  registered: 'meshwright.dev/registered',
  /** Annotation: the whole record as JSON. */
  record: 'meshwright.dev/record',
  /** Annotation of services of ours: changes with each new instance, so that a deletion that saw none fails. */
  touched: 'meshwright.dev/touched',
  /** Annotation of leases: the fencing token. */
  fencingToken: 'meshwright.dev/fencing-token',
  /** Label of slices, copied from their service: the version that its instances run. */
  version: 'version',
  /** Label of what `synth` writes, copied from services to their slices; its value is `us`. */
  writtenBy: 'app.kubernetes.io/managed-by',
  /** Label of the same: the service of the mesh that it is of. */
  app: 'app',
});

/** Paths of the objects of one namespace. */
export interface KubePaths {
  readonly services: string;
  readonly slices: string;
  readonly leases: string;
}

/** The paths in the API. */
export function kubePaths(namespace: string): KubePaths {
  return Object.freeze({
    services: `/api/v1/namespaces/${namespace}/services`,
    slices: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    leases: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
  });
}
