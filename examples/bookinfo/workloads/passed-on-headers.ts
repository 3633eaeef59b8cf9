import type { IncomingHttpHeaders } from 'node:http';

/**
 * Headers that belong to the whole way of a request, not to one hop: only the workload knows which call it makes for which
 * request, so only it can hand them on.
 */
const names = [
  // Envoy's request id; W3C, B3 and other forms of trace context.
  'x-request-id',
  'traceparent',
  'tracestate',
  'baggage',
  'b3',
  'x-b3-traceid',
  'x-b3-spanid',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-b3-flags',
  'x-ot-span-context',
  'x-cloud-trace-context',
  'x-datadog-trace-id',
  'x-datadog-parent-id',
  'x-datadog-sampling-priority',
  'grpc-trace-bin',
  // Who asks: routes of the sample look at it.
  'end-user',
  'user-agent',
  'authorization',
  'cookie',
] as const;

/** Picks out the headers of a request that go with the calls made for it. */
export function passedOnHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
