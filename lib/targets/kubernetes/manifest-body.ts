import type { KubernetesManifest } from './kubernetes-manifest.js';

/** What a manifest holds besides what its slot says of it. */
export interface ManifestBody extends Omit<KubernetesManifest, 'apiVersion' | 'kind' | 'metadata'> {
  /** Where the slot leaves the name to the content. */
  readonly name?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The bodies of one element of the mesh, by slot id. */
export type ManifestBodies = Readonly<Record<string, ManifestBody>>;
