import type { ExpectedHeaders } from '../request-expectation.js';

/** The values that a test expects of each header, by name in lower case; none for a header that must not be there. */
export function expectedValues(headers: ExpectedHeaders): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      value === undefined ? [] : typeof value === 'string' ? [value] : value,
    ]),
  );
}
