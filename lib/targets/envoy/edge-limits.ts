/** Limits that Envoy's guide "Configuring Envoy as an edge proxy" advises. */
export const edgeLimits = Object.freeze({
  connectionBufferBytes: 32_768,
  http2ConcurrentStreams: 100,
  http2StreamWindowBytes: 65_536,
  http2ConnectionWindowBytes: 1_048_576,
  connectionIdleMs: 3_600_000,
  streamIdleMs: 300_000,
  requestMs: 300_000,
  /** Not in the guide: how long a client may take for the headers alone. */
  requestHeadersMs: 10_000,
  heapBytes: 2_147_483_648,
  connections: 50_000,
});
