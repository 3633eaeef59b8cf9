import type { Message } from '../headers/message.js';

const grpc = 'application/grpc';

/** Whether Envoy takes a request for gRPC: by its content type, which `application/grpc-web` is not. */
export function isGrpcRequest(request: Message): boolean {
  const type = request.headers.find(([name]) => name === 'content-type')?.[1];
  return type !== undefined && (type === grpc || type.startsWith(`${grpc}+`));
}
