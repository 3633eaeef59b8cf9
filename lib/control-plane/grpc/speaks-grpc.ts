import type { PortProtocol } from '../../ir/port.js';

/** Whether gRPC can be spoken to a port. */
export function speaksGrpc(protocol: PortProtocol): boolean {
  return protocol === 'grpc' || protocol === 'http2';
}
