import { compareText } from '../../util/compare-text.js';
import { headlessServiceName, versionServiceName, workloadName } from '../../util/kubernetes-names.js';
import { controlPlaneNames } from './control-plane-names.js';
import { rolloutNames } from './rollout-names.js';

/**
 * A Kubernetes object that an element of the mesh has, known before anything is compiled. What the object holds is
 * `emitKubernetes`' business; it emits exactly one manifest a slot.
 */
export interface ManifestSlot {
  /** Unique within the element; the id of the object in the construct tree. */
  readonly id: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent: the name holds a hash of the content and is known after compiling. */
  readonly name?: string;
}

/** What decides the objects of a service. */
export interface ServiceSlotsInput {
  readonly name: string;
  /** Names of the versions, in any order. */
  readonly versions: readonly string[];
  /**
   * Service account that the pods run as. One of another name than the service's own is the user's: it may be shared
   * or carry a cloud role, so no object is made for it.
   *
   * @default - one of the service's own name is made
   */
  readonly serviceAccount?: string;
}

/**
 * Lists the Kubernetes objects of a service, sorted by id:
 * `service-account`; `service` (what callers name), `headless-service` (the pods of all versions), `envoy-config`,
 * `network-policy`; and for each version `deployment-<version>`, `headless-service-<version>`,
 * `pod-disruption-budget-<version>`.
 */
export function serviceManifestSlots({ name, versions, serviceAccount = name }: ServiceSlotsInput): ManifestSlot[] {
  return sortById([
    ...ownServiceAccount(name, serviceAccount),
    { id: 'service', apiVersion: 'v1', kind: 'Service', name },
    { id: 'headless-service', apiVersion: 'v1', kind: 'Service', name: headlessServiceName(name) },
    { id: 'envoy-config', apiVersion: 'v1', kind: 'ConfigMap' },
    { id: 'network-policy', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name },
    ...versions.flatMap((version) => versionSlots(name, version)),
  ]);
}

/**
 * Lists the Kubernetes objects of a gateway, sorted by id: `service-account`, `service`, `envoy-config`,
 * `network-policy`, `deployment`, `pod-disruption-budget`.
 */
export function gatewayManifestSlots({
  name,
  serviceAccount = name,
}: Omit<ServiceSlotsInput, 'versions'>): ManifestSlot[] {
  return sortById([
    ...ownServiceAccount(name, serviceAccount),
    { id: 'service', apiVersion: 'v1', kind: 'Service', name },
    { id: 'envoy-config', apiVersion: 'v1', kind: 'ConfigMap' },
    { id: 'network-policy', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name },
    { id: 'deployment', apiVersion: 'apps/v1', kind: 'Deployment', name },
    { id: 'pod-disruption-budget', apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name },
  ]);
}

/** What decides the objects of a mesh. */
export interface MeshSlotsInput {
  readonly name: string;
  readonly namespace: string;
  readonly hasControlPlane: boolean;
}

/**
 * Lists the Kubernetes objects of the mesh itself, sorted by id: `default-deny` (a NetworkPolicy that closes the
 * namespace to every connection that no other policy allows), `namespace`, and those of its control plane, if it has one,
 * whose ids begin with `control-plane-`.
 */
export function meshManifestSlots({ name, namespace, hasControlPlane }: MeshSlotsInput): ManifestSlot[] {
  return sortById([
    ...(hasControlPlane ? controlPlaneSlots(namespace) : []),
    { id: 'namespace', apiVersion: 'v1', kind: 'Namespace', name: namespace },
    { id: 'default-deny', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name: `${name}-default-deny` },
  ]);
}

/** Lists the Kubernetes objects of a rollout: `rollout`, its plan. */
export function rolloutManifestSlots(name: string): ManifestSlot[] {
  const { group, version, kind } = rolloutNames;
  return [{ id: 'rollout', apiVersion: `${group}/${version}`, kind, name }];
}

/** Lists the Kubernetes objects that the rollouts of a mesh have in common, sorted by id; all ids begin with `rollouts-`. */
export function controllerManifestSlots(): ManifestSlot[] {
  const { controller: name, group, plural, lease, past } = rolloutNames;
  const rbac = 'rbac.authorization.k8s.io/v1';
  return sortById([
    {
      id: 'rollouts-definition',
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: `${plural}.${group}`,
    },
    { id: 'rollouts-service-account', apiVersion: 'v1', kind: 'ServiceAccount', name },
    { id: 'rollouts-role', apiVersion: rbac, kind: 'Role', name },
    { id: 'rollouts-role-binding', apiVersion: rbac, kind: 'RoleBinding', name },
    { id: 'rollouts-lease', apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: lease },
    { id: 'rollouts-past', apiVersion: 'v1', kind: 'ConfigMap', name: past },
    { id: 'rollouts-network-policy', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name },
    { id: 'rollouts-deployment', apiVersion: 'apps/v1', kind: 'Deployment', name },
    { id: 'rollouts-pod-disruption-budget', apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name },
  ]);
}

function controlPlaneSlots(namespace: string): ManifestSlot[] {
  const { server: name, mesh, authority } = controlPlaneNames;
  const rbac = 'rbac.authorization.k8s.io/v1';
  // Of the whole cluster: named so that meshes of other namespaces have their own.
  const review = `${name}-token-review-${namespace}`;
  return [
    { id: 'control-plane-service-account', apiVersion: 'v1', kind: 'ServiceAccount', name },
    { id: 'control-plane-role', apiVersion: rbac, kind: 'Role', name },
    { id: 'control-plane-role-binding', apiVersion: rbac, kind: 'RoleBinding', name },
    { id: 'control-plane-cluster-role', apiVersion: rbac, kind: 'ClusterRole', name: review },
    { id: 'control-plane-cluster-role-binding', apiVersion: rbac, kind: 'ClusterRoleBinding', name: review },
    { id: 'control-plane-mesh', apiVersion: 'v1', kind: 'ConfigMap', name: mesh },
    { id: 'control-plane-roots', apiVersion: 'v1', kind: 'ConfigMap', name: authority },
    { id: 'control-plane-keys', apiVersion: 'v1', kind: 'Secret', name: authority },
    { id: 'control-plane-service', apiVersion: 'v1', kind: 'Service', name },
    { id: 'control-plane-network-policy', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name },
    { id: 'control-plane-deployment', apiVersion: 'apps/v1', kind: 'Deployment', name },
    { id: 'control-plane-pod-disruption-budget', apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name },
  ];
}

function versionSlots(service: string, version: string): ManifestSlot[] {
  const name = workloadName(service, version);
  return [
    { id: `deployment-${version}`, apiVersion: 'apps/v1', kind: 'Deployment', name },
    {
      id: `headless-service-${version}`,
      apiVersion: 'v1',
      kind: 'Service',
      name: versionServiceName(service, version),
    },
    { id: `pod-disruption-budget-${version}`, apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name },
  ];
}

function ownServiceAccount(name: string, serviceAccount: string): ManifestSlot[] {
  return serviceAccount === name ? [{ id: 'service-account', apiVersion: 'v1', kind: 'ServiceAccount', name }] : [];
}

function sortById(slots: readonly ManifestSlot[]): ManifestSlot[] {
  return [...slots].sort((left, right) => compareText(left.id, right.id));
}
