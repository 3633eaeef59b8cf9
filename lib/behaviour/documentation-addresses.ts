/** Addresses of nobody, from the ranges kept for documentation (RFC 5737). */
export const documentationAddresses = Object.freeze({
  client: '203.0.113.7',
  pod: '192.0.2.10',
  callee: '198.51.100.1',
});
