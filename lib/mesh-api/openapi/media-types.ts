/** Media types of the mesh API. */
export const mediaTypes = Object.freeze({
  json: 'application/json',
  /** RFC 7396. */
  mergePatch: 'application/merge-patch+json',
  /** RFC 9457. */
  problem: 'application/problem+json',
  events: 'text/event-stream',
  /** Of Prometheus. */
  metrics: 'text/plain',
});
