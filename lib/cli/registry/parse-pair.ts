import { UsageError } from '../usage-error.js';

/** Reads `name=value`; the value may hold `=`. Ends the command with a usage error for anything else. */
export function parsePair(option: string, text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`${option} takes "name=value", not "${text}"`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
