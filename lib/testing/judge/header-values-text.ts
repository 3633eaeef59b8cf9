/** Values of a header for people: `"1"`, `"1", "2"`, or `none`. */
export function headerValuesText(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.map((value) => JSON.stringify(value)).join(', ');
}
