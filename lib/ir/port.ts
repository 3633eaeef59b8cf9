/** What is spoken on a port. `http` is HTTP/1.1, `http2` is HTTP/2 without TLS, `grpc` is gRPC over HTTP/2. */
export const portProtocols = ['http', 'http2', 'grpc', 'tcp'] as const;

/** One of `portProtocols`. */
export type PortProtocol = (typeof portProtocols)[number];

/** A port of a service. */
export interface Port {
  /** Unique within the service; a DNS label of up to 15 characters. */
  readonly name: string;
  readonly protocol: PortProtocol;
  /** The port that callers use, 1 to 65535. */
  readonly number: number;
  /** The port that the workload listens on, 1 to 65535. */
  readonly targetPort: number;
}
