import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesManifest } from '../../lib/targets/kubernetes/kubernetes-manifest.js';
import type { ManifestSlot } from '../../lib/targets/kubernetes/manifest-slots.js';
import { InternalError } from '../../lib/util/internal-error.js';
import { meshOf, type MeshScope } from './mesh-of.js';

/** A mesh that can say what a manifest holds once everything is declared. */
export interface ManifestSource extends MeshScope {
  /** The manifest of a slot, by owner and slot id, for example `service/reviews/deployment-v1`. */
  manifestOf(key: string): KubernetesManifest;
}

/**
 * A Kubernetes object that exists from the moment its owner is declared, so that users can patch it the cdk8s way,
 * while what it holds follows from the whole mesh and is computed at synthesis.
 */
class ManifestObject extends ApiObject {
  private readonly produce: () => KubernetesManifest;

  constructor(scope: Construct, slot: ManifestSlot, produce: () => KubernetesManifest) {
    super(scope, slot.id, {
      apiVersion: slot.apiVersion,
      kind: slot.kind,
      metadata: { name: slot.name ?? 'content-hashed' },
      ...lazyFields(produce),
    });
    this.produce = produce;
    if (slot.name !== undefined) return;
    // The name is part of the content here (a ConfigMap named by its hash), and cdk8s reads it in both places.
    const name = { get: () => produce().metadata.name, enumerable: true, configurable: true };
    Object.defineProperty(this, 'name', name);
    Object.defineProperty(this.metadata, 'name', name);
  }

  override toJson(): unknown {
    const { labels, annotations = {}, namespace } = this.produce().metadata;
    for (const [key, value] of Object.entries(labels)) {
      if (this.metadata.getLabel(key) === undefined) this.metadata.addLabel(key, value);
    }
    const own = this.metadata.toJson() as { readonly annotations?: Readonly<Record<string, string>> };
    for (const [key, value] of Object.entries(annotations)) {
      if (own.annotations?.[key] === undefined) this.metadata.addAnnotation(key, value);
    }
    const json = super.toJson() as { metadata: { namespace?: string } };
    // A cluster-wide object has no namespace, though cdk8s gives every object that of its chart.
    if (namespace === undefined) delete json.metadata.namespace;
    return json;
  }
}

const manifestFields = [
  'spec',
  'data',
  'immutable',
  'automountServiceAccountToken',
  'type',
  'rules',
  'roleRef',
  'subjects',
] as const satisfies readonly (keyof KubernetesManifest)[];

function lazyFields(produce: () => KubernetesManifest): Record<string, unknown> {
  return Object.fromEntries(manifestFields.map((field) => [field, Lazy.any({ produce: () => produce()[field] })]));
}

/** Adds the Kubernetes objects of an owner to the construct tree. */
export function addManifests(scope: Construct, owner: string, slots: readonly ManifestSlot[]): void {
  const source = meshOf(scope) as ManifestSource; // every mesh is a source of manifests; elements need not know
  for (const slot of slots) {
    new ManifestObject(scope, slot, () => source.manifestOf(`${owner}/${slot.id}`));
  }
}

/**
 * Finds a Kubernetes object of an owner by its id.
 *
 * @throws InternalError never; an unknown id is a mistake of the program and says which ids there are
 */
export function findManifest(scope: Construct, id: string): ApiObject {
  const child = scope.node.tryFindChild(id);
  if (child instanceof ManifestObject) return child;
  const ids = scope.node.children.filter((other) => other instanceof ManifestObject).map((other) => other.node.id);
  if (ids.length === 0) throw new InternalError(`no manifests under ${scope.node.path}`);
  throw new Error(`"${scope.node.path}" has no Kubernetes object "${id}"; it has ${ids.join(', ')}`);
}
