/**
 * Adds a private key to data so that it is read by its name and by nothing else: JSON, printing, copies by spread and
 * comparisons leave it out. The result is frozen.
 */
export function withPrivateKey<T extends object>(data: T, privateKey: string): T & { readonly privateKey: string } {
  const holder = Object.defineProperty({ ...data }, 'privateKey', { value: privateKey, enumerable: false });
  // The property was defined a line above, where types do not look.
  return Object.freeze(holder) as T & { readonly privateKey: string };
}
