import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import type { EffectiveMesh, EffectiveProxy } from '../../ir/effective-mesh.js';
import { InternalError } from '../../util/internal-error.js';
import { checkConfigMap } from './check-config-map.js';
import { checkNames, type NamedObject } from './check-names.js';
import { checkVersions } from './check-versions.js';
import { createEmission, type Emission } from './emission.js';
import { gatewayBodies } from './gateway-bodies.js';
import type { JsonObject, KubernetesManifest } from './kubernetes-manifest.js';
import type { KubernetesOptions } from './kubernetes-options.js';
import { kubernetesSettings } from './kubernetes-settings.js';
import type { ManifestBodies } from './manifest-body.js';
import {
  controllerManifestSlots,
  gatewayManifestSlots,
  meshManifestSlots,
  rolloutManifestSlots,
  serviceManifestSlots,
  type ManifestSlot,
} from './manifest-slots.js';
import { meshBodies } from './mesh-bodies.js';
import { rolloutBody } from './rollout-body.js';
import { serviceBodies } from './service-bodies.js';

/** What the Kubernetes target reads. */
export interface KubernetesInput {
  readonly mesh: EffectiveMesh;
  /**
   * One for each proxy of the mesh, compiled for Kubernetes with `configDirectory`. One may be missing where an error
   * was reported for it: the manifests are then looked at all the same, so that the user gets all errors at once.
   */
  readonly proxies: readonly ProxyConfig[];
  readonly options: KubernetesOptions;
  /** The plan of each rollout of the mesh, by its name, as JSON; where there is no control plane nobody carries them out. @default - none */
  readonly plans?: ReadonlyMap<string, JsonObject>;
}

/** What the Kubernetes target makes. */
export interface EmittedKubernetes {
  /**
   * One manifest for each slot of `manifest-slots.ts`, by owner and slot id: `mesh/namespace`,
   * `service/reviews/deployment-v1`, `gateway/ingress/service`. The mesh's own first, then in the order of the proxies,
   * then rollouts.
   */
  readonly manifests: ReadonlyMap<string, KubernetesManifest>;
  /** With an error among them the manifests are complete in form but not fit for use. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes the Kubernetes manifests of a mesh. Reports `version-without-image`, `invalid-value`, `duplicate-name` and
 * `config-map-too-large`.
 *
 * @throws InternalError where the content of a slot is missing
 */
export function emitKubernetes({ mesh, proxies, options, plans }: KubernetesInput): EmittedKubernetes {
  const emission = createEmission(mesh, proxies, kubernetesSettings(options));
  const manifests = new Map<string, KubernetesManifest>();
  const diagnostics: Diagnostic[] = [];
  const named: NamedObject[] = [];
  const own = ownContent(emission);
  addManifests(manifests, 'mesh', { ...own, namespace: mesh.ir.namespace });
  diagnostics.push(...checkConfigMap(own.owner, own.bodies['control-plane-mesh']?.data ?? {}));
  for (const { kind, name } of own.slots) if (name !== undefined) named.push({ kind, name, owner: own.owner });
  for (const proxy of mesh.proxies) {
    const { owner, slots, bodies } = contentOf(proxy, emission);
    addManifests(manifests, `${proxy.kind}/${proxy.name}`, { slots, bodies, namespace: mesh.ir.namespace });
    if (proxy.kind === 'service') diagnostics.push(...checkVersions(proxy.service));
    diagnostics.push(...checkConfigMap(owner, bodies['envoy-config']?.data ?? {}));
    for (const { kind, name } of slots) if (name !== undefined) named.push({ kind, name, owner });
  }
  if (emission.hasController)
    for (const [name, plan] of plans ?? []) {
      const bodies = { rollout: rolloutBody(plan, mesh.ir.name) };
      addManifests(manifests, `rollout/${name}`, {
        slots: rolloutManifestSlots(name),
        bodies,
        namespace: mesh.ir.namespace,
      });
    }
  return { manifests, diagnostics: [...diagnostics, ...checkNames(named)] };
}

interface OwnerContent {
  readonly owner: NamedObject['owner'];
  readonly slots: readonly ManifestSlot[];
  readonly bodies: ManifestBodies;
}

function ownContent(emission: Emission): OwnerContent {
  const { name, namespace, origin } = emission.mesh.ir;
  const hasControlPlane = emission.settings.controlPlane !== undefined;
  return {
    owner: { kind: 'mesh', name, origin },
    slots: [
      ...meshManifestSlots({ name, namespace, hasControlPlane }),
      ...(emission.hasController ? controllerManifestSlots() : []),
    ],
    bodies: meshBodies(emission),
  };
}

function contentOf(proxy: EffectiveProxy, emission: Emission): OwnerContent {
  switch (proxy.kind) {
    case 'service': {
      const { name, origin, versions, serviceAccount } = proxy.service;
      const slots = serviceManifestSlots({ name, versions: versions.map((version) => version.name), serviceAccount });
      return { owner: { kind: 'service', name, origin }, slots, bodies: serviceBodies(proxy, emission) };
    }
    case 'gateway': {
      const { name, origin, serviceAccount } = proxy.gateway;
      const slots = gatewayManifestSlots({ name, serviceAccount });
      return { owner: { kind: 'gateway', name, origin }, slots, bodies: gatewayBodies(proxy, emission) };
    }
  }
}

const clusterWide: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
]);

function addManifests(
  manifests: Map<string, KubernetesManifest>,
  owner: string,
  content: { readonly slots: readonly ManifestSlot[]; readonly bodies: ManifestBodies; readonly namespace: string },
): void {
  for (const { id, apiVersion, kind, name } of content.slots) {
    const { labels, annotations, name: contentName, ...fields } = content.bodies[id] ?? missing(`${owner}/${id}`);
    manifests.set(`${owner}/${id}`, {
      apiVersion,
      kind,
      metadata: {
        name: name ?? contentName ?? missing(`${owner}/${id}`),
        ...(clusterWide.has(kind) ? {} : { namespace: content.namespace }),
        labels,
        ...(annotations === undefined ? {} : { annotations }),
      },
      ...fields,
    });
  }
}

function missing(key: string): never {
  throw new InternalError(`no content for the manifest ${key}`);
}
