/** A connection as a client opens it. */
export interface Connection {
  /** IP address that the client dialled: the one before any redirect of the kernel. */
  readonly destinationAddress: string;
  readonly destinationPort: number;
  /** IP address of the client. */
  readonly sourceAddress: string;
  readonly sourcePort: number;
  /** What the client says in its TLS handshake; undefined for plain text. */
  readonly tls: ClientHello | undefined;
}

/** What a client says of itself before a TLS connection stands. */
export interface ClientHello {
  /** SNI; undefined where the client sends none. */
  readonly serverName: string | undefined;
  /** ALPN, in the client's order. */
  readonly applicationProtocols: readonly string[];
}
