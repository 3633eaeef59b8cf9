import type { ErrorObject } from 'ajv/dist/2020.js';
import { nearestName } from '../../../util/nearest-name.js';
import type { ProblemError } from '../../problems/problem.js';

/** Says in words what a schema has against a value. `place` names the value: `body`, `query/limit`. */
export function describeError(error: ErrorObject, place: string): ProblemError {
  const path = `${place}${error.instancePath}`;
  const got = shorten(error.data);
  const params = error.params as Readonly<Record<string, unknown>>;
  const described = descriptions[error.keyword]?.(params, error);
  if (described === undefined) return { path, problem: error.message ?? error.keyword, got };
  const { name, ...words } = described;
  // Of a field that is too much or missing the path names the field, and its object is no news.
  return name === undefined ? { path, got, ...words } : { path: `${path}/${name}`, ...words };
}

interface Words {
  readonly problem: string;
  readonly expected?: string;
  /** Name of the field that is wrong inside the object. */
  readonly name?: string;
}

type Describe = (params: Readonly<Record<string, unknown>>, error: ErrorObject) => Words;

const limit: Describe = ({ comparison, limit: value }) => ({
  problem: 'is out of range',
  expected: `${String(comparison)} ${String(value)}`,
});

const size =
  (what: string, bound: string): Describe =>
  ({ limit: value }) => ({
    problem: `has too ${bound === 'at most' ? 'many' : 'few'} ${what}`,
    expected: `${bound} ${String(value)}`,
  });

const descriptions: Readonly<Record<string, Describe>> = {
  additionalProperties: ({ additionalProperty }, { parentSchema }) => {
    const name = String(additionalProperty);
    const known = Object.keys((parentSchema?.['properties'] ?? {}) as object);
    const near = nearestName(name, known);
    const expected = near === undefined ? `one of ${known.join(', ')}` : `did you mean "${near}"?`;
    return { name: shortenText(name), problem: 'is no field here', ...(known.length === 0 ? {} : { expected }) };
  },
  required: ({ missingProperty }) => ({ name: String(missingProperty), problem: 'is missing' }),
  propertyNames: ({ propertyName }) => ({
    name: shortenText(String(propertyName)),
    problem: 'is no name that fits here',
  }),
  type: ({ type }) => ({ problem: 'is of another type', expected: [type].flat().join(' or ') }),
  enum: ({ allowedValues }) => ({
    problem: 'is none of the values',
    expected: (allowedValues as readonly unknown[]).map(String).join(', '),
  }),
  const: ({ allowedValue }) => ({ problem: 'is another value', expected: String(allowedValue) }),
  pattern: ({ pattern }) => ({ problem: 'has another form', expected: `text that matches ${String(pattern)}` }),
  format: ({ format }) => ({ problem: 'has another form', expected: formatWords[String(format)] ?? String(format) }),
  minimum: limit,
  maximum: limit,
  minLength: size('characters', 'at least'),
  maxLength: size('characters', 'at most'),
  minItems: size('elements', 'at least'),
  maxItems: size('elements', 'at most'),
  minProperties: size('fields', 'at least'),
  maxProperties: size('fields', 'at most'),
};

const formatWords: Readonly<Record<string, string>> = { 'ip-address': 'an IPv4 or IPv6 address' };

function shorten(value: unknown): string {
  return shortenText(value === undefined ? 'nothing' : JSON.stringify(value));
}

function shortenText(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
