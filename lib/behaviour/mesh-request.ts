import type { HeaderLine } from '../simulate/headers/header-line.js';

/** A request in the words of a mesh. */
export interface MeshRequest {
  /** Name of the service or gateway that sends it: a gateway stands for a client outside, at its door. */
  readonly from: string;
  /** As written, for example `GET`. */
  readonly method: string;
  /**
   * A URL (`http://reviews:9080/ratings/1`, `https://shop.example/`, `tcp://mongodb:27017`), or a path with query where
   * `to` or the gateway's only host says the rest.
   */
  readonly url: string;
  /** Name of the callee and, where it has several ports, of the port; instead of the URL's host. */
  readonly to?: { readonly name: string; readonly port?: string };
  /** In order; a name may come more than once. `host` takes the place of the URL's host. */
  readonly headers: readonly HeaderLine[];
  /** IP address of the client. @default - an address of the documentation range outside, a pod's inside */
  readonly source?: string;
}
