/**
 * The HTTP filters of every chain, in the order in which a request passes them. A filter that is not listed here does
 * not compile into a chain.
 */
export const httpFilterOrder = [
  'fault', // first of those that act on a request: a fault stands for the callee, so nothing behind it may have run
  'grpc-stats', // sees what comes back of requests that are sent on
  'router', // last: it sends the request on, and Envoy refuses a chain that does not end in it
] as const;

/** The slug of an HTTP filter. */
export type HttpFilterSlug = (typeof httpFilterOrder)[number];
