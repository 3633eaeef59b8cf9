// XML 1.0 takes no others. Source: Extensible Markup Language 1.0, production 2.
const noCharacters = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Makes a text safe in XML and HTML: in elements and in quoted attributes. */
export function escapeMarkup(words: string): string {
  return words
    .replaceAll(noCharacters, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
