/** The name of the effective route that an Envoy route was made of: without the `#2` that `httpRoute` puts behind it. */
export function effectiveRouteName(envoyRoute: string): string {
  return envoyRoute.replace(/#\d+$/, '');
}
