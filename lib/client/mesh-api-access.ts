/** How a program reaches the mesh API. */
export interface MeshApiAccess {
  /** For example `http://127.0.0.1:15050`; no slash at its end. */
  readonly url: string;
  /** A token of a reader to discover, of a workload or operator to register. @default - none */
  readonly token?: string;
  /** Authorities that the server's certificate is trusted by, PEM, in place of the well-known ones. @default - Node's own */
  readonly ca?: string;
}
