/**
 * Names a rule of a gateway, for a message: `route "all" of gateway "front"`.
 */
export function describeEntryPoint({ gateway, route }: { readonly gateway: string; readonly route: string }): string {
  return `route "${route}" of gateway "${gateway}"`;
}
