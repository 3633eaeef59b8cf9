import { fetchTrusting, type AbortableFetch } from '../mesh-api/client/fetch-trusting.js';

/** How the mesh API is called: by Node's own `fetch`, unless its certificate is trusted by other authorities, PEM. */
export function fetchOf(ca: string | undefined): AbortableFetch {
  return ca === undefined ? fetch : fetchTrusting(() => ca);
}
