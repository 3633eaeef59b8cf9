/**
 * Names a place where requests spend time, for a message: `version "v1" of service "cart"`.
 */
export function describeStation({ service, version }: { readonly service: string; readonly version?: string }): string {
  return version === undefined ? `external service "${service}"` : `version "${version}" of service "${service}"`;
}
