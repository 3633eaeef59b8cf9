const pseudoHeaders: Readonly<Record<string, string>> = {
  ':method': 'method',
  ':authority': 'host',
  ':path': 'path with query',
  ':scheme': 'scheme',
};

/** A header for people: pseudo-headers by what they are. */
export function describeHeaderName(name: string): string {
  return pseudoHeaders[name] ?? `header ${name}`;
}
