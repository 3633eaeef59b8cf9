/** The message type that a packed message says it is, without the URL before it; undefined where it says none. */
export function typeName(packed: object | undefined): string | undefined {
  const { '@type': url } = (packed ?? {}) as { readonly '@type'?: string };
  return url?.slice(url.lastIndexOf('/') + 1);
}
