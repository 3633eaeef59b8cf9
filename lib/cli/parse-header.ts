import type { HeaderLine } from '../simulate/headers/header-line.js';
import { UsageError } from './usage-error.js';

/** Reads a header as `curl -H` takes it: `name: value`. Ends the command with a usage error for anything else. */
export function parseHeader(text: string): HeaderLine {
  const { name, value } = /^(?<name>[^:\s]+):(?<value>.*)$/s.exec(text)?.groups ?? {};
  if (name === undefined || value === undefined) throw new UsageError(`--header takes "name: value", not "${text}"`);
  return [name, value.trim()];
}
