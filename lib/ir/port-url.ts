import type { PortProtocol } from './port.js';

const schemes = { http: 'http', http2: 'http', grpc: 'grpc', tcp: 'tcp' } as const satisfies Record<
  PortProtocol,
  string
>;

/** Writes where a port is reached, for example `http://ratings:9080`, `grpc://cart:7070`, `tcp://db:5432`. */
export function portUrl(protocol: PortProtocol, host: string, port: number): string {
  return `${schemes[protocol]}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
