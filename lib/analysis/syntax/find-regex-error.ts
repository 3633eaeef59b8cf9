import { RE2JS, RE2JSException } from 're2js';

/**
 * Says why a regular expression is not one of RE2, which is what Envoy runs: no look-arounds, no backreferences.
 * Undefined when it is.
 */
export function findRegexError(pattern: unknown): string | undefined {
  if (typeof pattern !== 'string') return 'it is not a text';
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSException)
      return error.message.replace(/^error parsing regexp: /, '').replaceAll('`', '"');
    throw error;
  }
}
