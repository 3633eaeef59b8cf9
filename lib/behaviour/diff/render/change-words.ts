import type { Origin } from '../../../diagnostics/origin.js';
import { describePlace } from '../../explain/describe-place.js';
import type { AspectChange, BehaviourChange, RequestClass } from '../behaviour-diff.js';

/** Classes and callers that are named; more of them are counted. */
const namedAtMost = 5;

/** How the words of a change are put. */
export interface WordOptions {
  /** How a file of each revision is named to the reader. */
  readonly displayFile: { readonly before: (file: string) => string; readonly after: (file: string) => string };
}

/** What is done otherwise, old and new, with the lines of the program that say it. */
export function aspectWords({ name, before, after }: AspectChange): string {
  return `${name}: ${before ?? 'none'} -> ${after ?? 'none'}`;
}

/** The lines of the program that said and say it; empty where none does. */
export function placeWords({ beforeOrigin, afterOrigin }: AspectChange, { displayFile }: WordOptions): string {
  const before = sourceText(beforeOrigin, displayFile.before);
  const after = sourceText(afterOrigin, displayFile.after);
  if (before === undefined || before === after) return after ?? '';
  return after === undefined ? `was ${before}` : `${after}, was ${before}`;
}

/** Who sends the requests of a class, and where to. */
export function edgeWords({ from, to }: RequestClass): string {
  return from.length === 0 ? to : `${listWords(from)} -> ${to}`;
}

/** A list of names, shortened. */
export function listWords(names: readonly string[]): string {
  const more = names.length - namedAtMost;
  if (more <= 1) return names.join(', ');
  return `${names.slice(0, namedAtMost).join(', ')} and ${more} more`;
}

/** The classes that are shown, and how many are not. */
export function shownClasses({ classes }: BehaviourChange): {
  readonly shown: readonly RequestClass[];
  readonly more: number;
} {
  if (classes.length <= namedAtMost + 1) return { shown: classes, more: 0 };
  return { shown: classes.slice(0, namedAtMost), more: classes.length - namedAtMost };
}

/** A share of all requests. */
export function trafficWords(share: number | undefined): string {
  return share === undefined ? '' : `at most ${Math.round(share * 1000) / 10}% of all requests`;
}

function sourceText(origin: Origin | undefined, displayFile: (file: string) => string): string | undefined {
  return origin?.source === undefined ? undefined : describePlace(origin, displayFile);
}
