import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';
import type { RegistryWriteResult } from '../../../lib/registry/model/registry-write-result.js';

/** One write of one instance: its weight after it, or undefined where it removes. */
export interface Attempt {
  /** `<service>/<id>`. */
  readonly key: string;
  readonly weight: number | undefined;
  /** undefined: it was sent, and no answer came. */
  result: RegistryWriteResult | undefined;
}

/** What was asked of a registry, and what it said. Writes of one key come one after the other. */
export interface History {
  readonly attempts: readonly Attempt[];
  /** Notes a write that is about to be sent; its result is set when it comes. */
  readonly begin: (key: string, weight: number | undefined) => Attempt;
  /**
   * What is wrong with a content after this history: what was acknowledged must be there, what was refused must not, what has
   * no answer, or `unknown`, may be. Empty where nothing is wrong.
   */
  readonly problemsOf: (content: RegistryContent) => readonly string[];
  /** Starts anew from what is there: what was unknown is known now. */
  readonly settle: (content: RegistryContent) => void;
}

/** Begins with a registry that holds nothing. */
export function history(): History {
  const attempts: Attempt[] = [];
  let start = new Map<string, number>();
  const weights = (content: RegistryContent): Map<string, number> => {
    const all = [...content.instances.values()].flatMap((ofService) => [...ofService.values()]);
    return new Map(all.map(({ service, id, weight }) => [`${service}/${id}`, weight]));
  };
  return {
    attempts,
    begin: (key, weight) => {
      const attempt: Attempt = { key, weight, result: undefined };
      attempts.push(attempt);
      return attempt;
    },
    problemsOf: (content) => {
      const possible = new Map<string, Set<number | undefined>>();
      for (const [key, weight] of start) possible.set(key, new Set([weight]));
      for (const { key, weight, result } of attempts) {
        const states = possible.get(key) ?? new Set([undefined]);
        possible.set(key, states);
        if (result?.kind === 'done') states.clear();
        if (result?.kind === 'done' || result === undefined || result.kind === 'unknown') states.add(weight);
      }
      const found = weights(content);
      const keys = new Set([...possible.keys(), ...found.keys()]);
      return [...keys].flatMap((key) => {
        const states = possible.get(key) ?? new Set([undefined]);
        if (states.has(found.get(key))) return [];
        const wanted = [...states].map((state) => state ?? 'nothing').join(' or ');
        return [`${key} is ${String(found.get(key) ?? 'not there')}; by what was said it is ${wanted}`];
      });
    },
    settle: (content) => {
      start = weights(content);
      attempts.length = 0;
    },
  };
}
