import type { Literal } from './literal.js';

/**
 * A set of requests, as a formula over what may be asked of them. Conjunctions and unions stay as they are put together;
 * questions are answered by `witnessOf`, which multiplies out only what it meets on its way.
 */
export type RequestSet =
  | { readonly kind: 'literal'; readonly literal: Literal }
  /** All of these at once; everything where there are none. */
  | { readonly kind: 'all'; readonly sets: readonly RequestSet[] }
  /** One of these at least; nothing where there are none. */
  | { readonly kind: 'any'; readonly sets: readonly RequestSet[] };
