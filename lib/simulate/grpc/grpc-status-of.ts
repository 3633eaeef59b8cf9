const unknown = 2;
const unavailable = 14;
const statusByHttp = new Map([
  [400, 13],
  [401, 16],
  [403, 7],
  [404, 12],
  [429, unavailable],
  [502, unavailable],
  [503, unavailable],
  [504, unavailable],
]);

/**
 * The gRPC status that Envoy makes of an HTTP status where it answers a gRPC request itself. The answer then has the HTTP
 * status 200, as gRPC wants it. There is no number for success: what Envoy answers itself is none. Envoy: `Grpc::Utility::httpToGrpcStatus`.
 */
export function grpcStatusOf(httpStatus: number): number {
  return statusByHttp.get(httpStatus) ?? unknown;
}
