/** The ETag of a revision: a revision is opaque text, and a tag has printable ASCII only. */
export function etag(revision: string): string {
  return `"${encodeURIComponent(revision)}"`;
}
