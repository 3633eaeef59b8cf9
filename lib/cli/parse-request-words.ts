import { UsageError } from './usage-error.js';

/** A request as it is written on a command line. */
export interface RequestWords {
  readonly method: string;
  /** A URL, or a path. */
  readonly url: string;
}

/** Reads `[METHOD] URL`; the method is GET unless said. Ends the command with a usage error for other words. */
export function parseRequestWords(words: readonly string[]): RequestWords {
  const [first = '', second, ...others] = words;
  if (others.length > 0)
    throw new UsageError(`the request is "[METHOD] URL", not "${words.join(' ')}"; headers are given with --header`);
  return second === undefined ? { method: 'GET', url: first } : { method: first, url: second };
}
