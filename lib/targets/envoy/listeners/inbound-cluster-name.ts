/** Name of the cluster of a port of the proxy's own workload, of its routes and of its listener where it has one. */
export function inboundClusterName(port: string): string {
  return `inbound/${port}`;
}
