const pseudoHeaders: Readonly<Record<string, string>> = {
  ':method': 'method',
  ':authority': 'host',
  ':path': 'path with query',
  ':scheme': 'scheme',
};

/** A header in the words of people: pseudo-headers by what they are. */
export function headerWords(name: string): string {
  return pseudoHeaders[name] ?? `header ${name}`;
}
