/** Writes a text so that RE2 takes it literally. */
export function regexText(literal: string): string {
  return literal.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
