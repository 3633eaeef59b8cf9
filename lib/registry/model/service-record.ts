/** A service that the registry knows, whether a mesh declares it or not. */
export interface ServiceRecord {
  /** A DNS label: it is a name in DNS, in the SPIFFE id and in the names of clusters. */
  readonly name: string;
  /** What users note beside it; keys and values as in labels of Kubernetes. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Changes with each write, and is never used again for this name: what a conditional write compares. Opaque text. */
  readonly revision: string;
}
