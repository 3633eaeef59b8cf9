import type { CallLoadProps } from './call-load.js';
import type { DestinationPolicyProps } from './policies/destination-policies.js';
import type { ExternalServiceReference, ServiceReference } from './references.js';

/** A service that another one can call. */
export type CalleeReference = ServiceReference | ExternalServiceReference;

/** What a caller says of a call. */
export interface CallOptions extends DestinationPolicyProps {
  /** How much it asks of the callee, for estimates. @default - one call a request, over a network that takes no time */
  readonly load?: CallLoadProps;
}

/** A declared call with what the caller decides for it. Made by `call`. */
export interface CallSpec<Callee extends CalleeReference = CalleeReference> {
  /** Tells it from a callee that stands alone. */
  readonly kind: 'call';
  /** Who is called. */
  readonly callee: Callee;
  /** What the caller decides; a wider scope decides the rest. */
  readonly options: CallOptions;
}

/**
 * Declares a call together with what the caller decides: how long it waits, whether it tries again, how it balances.
 * Without options the callee alone says the same.
 *
 * @example
 * const productpage = new Service(mesh, 'productpage', {
 *   ports: { http: 9080 },
 *   versions: { v1: { image: 'productpage:1' } },
 *   calls: [details, call(reviews, { timeout: seconds(5) })],
 * });
 */
export function call<const Callee extends CalleeReference>(
  callee: Callee,
  options: CallOptions = {},
): CallSpec<Callee> {
  return { kind: 'call', callee, options };
}
