import type { HeaderLine } from './header-line.js';

/** The headers with a header set to one value, in the place of the first it had. */
export function setHeader(headers: readonly HeaderLine[], name: string, value: string): readonly HeaderLine[] {
  return [...headers.filter(([other]) => other !== name), [name, value]];
}
