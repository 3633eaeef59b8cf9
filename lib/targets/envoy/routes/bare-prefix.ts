/** A path prefix without slashes at its end; empty for `/`, the prefix of everything. */
export function barePrefix(prefix: string): string {
  return prefix.replace(/\/+$/, '');
}
