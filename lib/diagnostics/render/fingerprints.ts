import { contentHash } from '../../util/content-hash.js';
import type { Diagnostic } from '../diagnostic.js';

/**
 * Makes for each diagnostic a word by which the next run's report finds it again. It survives moved lines, since it is
 * made of what is said of which construct, and not of where that stands; several that say the same are counted.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): readonly string[] {
  const countBySubject = new Map<string, number>();
  return diagnostics.map(({ code, message, origin }) => {
    // The number of a route is its place among others; its name is in the message.
    const construct = (origin?.constructPath ?? '').replace(/\/route-\d+$/, '');
    const subject = [code, construct, message].join('\n');
    const count = (countBySubject.get(subject) ?? 0) + 1;
    countBySubject.set(subject, count);
    return contentHash(`${subject}\n${String(count)}`, 32);
  });
}
