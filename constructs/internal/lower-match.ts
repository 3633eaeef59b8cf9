import { matchEverything, type Match, type MatchTerm } from '../../lib/ir/match.js';
import { compareText } from '../../lib/util/compare-text.js';
import { sortBy } from '../../lib/util/sort-by.js';
import type { Condition } from '../match/condition.js';

/**
 * Brings a condition into the form "any of, in each all of". A condition that contradicts itself on the method has no
 * terms, which a check reports.
 */
export function lowerMatch(condition: Condition | undefined): Match {
  if (condition === undefined) return matchEverything;
  return { anyOf: termsOf(condition).map(canonical) };
}

function termsOf(condition: Condition): MatchTerm[] {
  switch (condition.kind) {
    case 'path':
      return [{ ...everything(), paths: [condition.path] }];
    case 'header':
      return [{ ...everything(), headers: [condition.header] }];
    case 'query':
      return [{ ...everything(), queryParameters: [condition.query] }];
    case 'method':
      return [{ ...everything(), methods: condition.methods }];
    case 'any-of':
      return condition.conditions.flatMap(termsOf);
    case 'all-of':
      return condition.conditions.map(termsOf).reduce(joinEach, [everything()]);
  }
}

function everything(): MatchTerm {
  return { paths: [], methods: [], headers: [], queryParameters: [] };
}

function joinEach(left: readonly MatchTerm[], right: readonly MatchTerm[]): MatchTerm[] {
  return left.flatMap((a) => right.flatMap((b) => join(a, b)));
}

function join(a: MatchTerm, b: MatchTerm): MatchTerm[] {
  const methods =
    a.methods.length === 0
      ? b.methods
      : b.methods.length === 0
        ? a.methods
        : a.methods.filter((m) => b.methods.includes(m));
  if (methods.length === 0 && a.methods.length > 0) return []; // two method lists with nothing in common
  return [
    {
      paths: [...a.paths, ...b.paths],
      methods,
      headers: [...a.headers, ...b.headers],
      queryParameters: [...a.queryParameters, ...b.queryParameters],
    },
  ];
}

function canonical(term: MatchTerm): MatchTerm {
  return {
    paths: term.paths,
    methods: [...new Set(term.methods)].sort(compareText),
    headers: sortBy(term.headers, (header) => header.name),
    queryParameters: sortBy(term.queryParameters, (parameter) => parameter.name),
  };
}
