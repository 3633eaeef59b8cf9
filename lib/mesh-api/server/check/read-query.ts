import { nearestName } from '../../../util/nearest-name.js';
import type { Parameter } from '../../openapi/open-api.js';
import type { ProblemError } from '../../problems/problem.js';

/** Values of a query by name, and what is wrong with their names. */
export interface ReadQuery {
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: readonly ProblemError[];
}

/** Reads the query of a URL as its parameters say: numbers as numbers, lists as lists. Refuses names that it does not know. */
export function readQuery(search: string, parameters: readonly Parameter[]): ReadQuery {
  const known = new Map(parameters.flatMap((each) => (each.in === 'query' ? [[each.name, each.schema['type']]] : [])));
  const given = new URLSearchParams(search);
  const errors: ProblemError[] = [];
  const values: [string, unknown][] = [];
  for (const name of new Set(given.keys())) {
    const texts = given.getAll(name);
    if (!known.has(name)) errors.push(unknownName(name, [...known.keys()]));
    else if (known.get(name) === 'array') values.push([name, texts]);
    else if (texts.length > 1) errors.push({ path: `query/${name}`, problem: 'is given more than once' });
    else values.push([name, known.get(name) === 'integer' ? asNumber(texts[0] ?? '') : texts[0]]);
  }
  return { values: Object.fromEntries(values), errors };
}

function unknownName(name: string, known: readonly string[]): ProblemError {
  const near = nearestName(name, known);
  const expected =
    known.length === 0 ? 'no query' : near === undefined ? `one of ${known.join(', ')}` : `did you mean "${near}"?`;
  return { path: `query/${name.slice(0, 100)}`, problem: 'is no parameter here', expected };
}

/** What is no number stays a text, and the schema says so. */
function asNumber(text: string): unknown {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}
