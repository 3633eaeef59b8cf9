/** Index of the colon before the port of an authority; undefined when it has none. Envoy: `HeaderUtility::getPortStart`. */
export function portStart(authority: string): number | undefined {
  const colon = authority.lastIndexOf(':');
  // An IPv6 address stands in brackets and its colons are no ports.
  return colon === -1 || authority.lastIndexOf(']') > colon ? undefined : colon;
}
