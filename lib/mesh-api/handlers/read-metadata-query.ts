/** Reads `key=value` filters of a query; a value may hold `=`. */
export function readMetadataQuery(query: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  // The API description says that it is a list of such texts.
  const texts = (query['metadata'] ?? []) as readonly string[];
  return texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]);
}
