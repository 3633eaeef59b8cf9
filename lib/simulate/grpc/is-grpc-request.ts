import { headerValues } from '../headers/header-values.js';
import type { Message } from '../headers/message.js';

/** Whether Envoy takes a request for gRPC: by its content type, which `application/grpc-web` is not. */
export function isGrpcRequest(request: Message): boolean {
  return /^application\/grpc(?:\+|$)/.test(headerValues(request, 'content-type')[0] ?? '');
}
