import type { HeaderLine } from '../../simulate/headers/header-line.js';

/** Whether headers have just these values under a name. */
export function haveValues(headers: readonly HeaderLine[], name: string, values: readonly string[]): boolean {
  const found = headers.filter(([other]) => other.toLowerCase() === name);
  return found.length === values.length && found.every(([, value], index) => value === values[index]);
}
