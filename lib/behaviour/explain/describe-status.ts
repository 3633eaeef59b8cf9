/** The status of an answer, as its caller gets to know it: one that speaks gRPC looks at the gRPC status. */
export function describeStatus(status: number, grpcStatus: number | undefined): string {
  return grpcStatus === undefined ? String(status) : `gRPC status ${String(grpcStatus)}`;
}
