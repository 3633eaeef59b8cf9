import type { MeshRequest } from '../mesh-request.js';

/** A request in the simulator's words, as the algebra of matches gives it. */
export interface SimulatedWitness {
  readonly method: string;
  readonly authority: string;
  readonly path: string;
  readonly scheme: string;
  readonly headers: MeshRequest['headers'];
}

/** A witness as a request of the mesh, which `traceRequest` and `meshwright explain` can follow. */
export function witnessRequest(from: string, port: number, witness: SimulatedWitness): MeshRequest {
  const { method, authority, path, scheme, headers } = witness;
  const host = authority.replace(/:\d+$/, '');
  const url = `${scheme === 'https' ? 'https' : 'http'}://${host}:${port}${path}`;
  // The authority is what the routes look at, to the letter; the URL says what is dialled.
  return { from, method, url, headers: [['host', authority], ...headers] };
}
