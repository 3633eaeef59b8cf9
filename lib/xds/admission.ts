/** What a client says of itself in its first request, and what its connection proves. xDS: `core.v3.Node`. */
export interface XdsClient {
  /** `Node.id`. */
  readonly nodeId: string;
  /** `Node.cluster`. */
  readonly cluster: string;
  /** URI names of the client certificate that its connection was verified with; empty without mutual TLS. */
  readonly peerUris: readonly string[];
  /** `Bearer` token of the request's metadata, where there is one. */
  readonly bearerToken?: string;
}

/** Whether a client may have configuration, and whose: all nodes of a group hold the same. */
export type Admission =
  { readonly kind: 'admitted'; readonly group: string } | { readonly kind: 'refused'; readonly reason: string };

/** Decides on a client before it is given anything. It must not throw. */
export type Admit = (client: XdsClient) => Admission | Promise<Admission>;
