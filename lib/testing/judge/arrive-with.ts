import type { Message } from '../../simulate/headers/message.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { Misuse } from '../misuse.js';
import type { ArrivingRequest } from '../request-expectation.js';
import { resultsText } from '../words/results-text.js';
import { expectedValues } from './expected-values.js';
import { headerValuesText } from './header-values-text.js';

/** What Envoy writes of the connection and itself: the simulator leaves it out, so nothing can be said of it. */
const notKnown = new Set([
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-request-id',
  'x-envoy-external-address',
  'x-envoy-internal',
]);

/** Whether every request that arrives looks as expected; one has to arrive. */
export function judgeArriveWith(asked: Asked, wanted: ArrivingRequest): Failure | undefined {
  const headers = expectedValues(wanted.headers ?? {});
  for (const name of headers.keys())
    if (notKnown.has(name)) throw new Misuse(`what a proxy writes into ${name} is not known here`);
  const expected = fieldsOf({ path: wanted.path, host: wanted.host, method: wanted.method }, headers);
  const text = `to arrive with ${fieldsText(expected)}`;
  const arriving = asked.trace.results.flatMap(({ end }) =>
    (end.kind === 'workload' || end.kind === 'outside') && end.request !== undefined ? [end.request] : [],
  );
  if (arriving.length === 0) return { expected: text, got: resultsText(asked) };
  for (const message of arriving) {
    const actual = actualFields(message, wanted, [...headers.keys()]);
    const isMet = Object.entries(expected).every(([name, value]) => actual[name] === value);
    if (!isMet) return { expected: text, got: `it arrives with ${fieldsText(actual)}`, values: { expected, actual } };
  }
  return undefined;
}

type Fields = Readonly<Record<string, string>>;

function actualFields(message: Message, wanted: ArrivingRequest, names: readonly string[]): Fields {
  const values = names.map((name): [string, readonly string[]] => [
    name,
    message.headers.filter(([other]) => other === name).map(([, value]) => value),
  ]);
  return fieldsOf(
    {
      path: wanted.path === undefined ? undefined : message.path,
      host: wanted.host === undefined ? undefined : message.authority,
      method: wanted.method === undefined ? undefined : message.method,
    },
    new Map(values),
  );
}

function fieldsOf(
  parts: Readonly<Record<string, string | undefined>>,
  headers: ReadonlyMap<string, readonly string[]>,
): Fields {
  const said = Object.entries(parts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const lines = [...headers].map(([name, values]): [string, string] => [`header ${name}`, headerValuesText(values)]);
  const fields = [...said, ...lines];
  if (fields.length === 0) throw new Misuse('toArriveWith names nothing to look at');
  return Object.fromEntries(fields);
}

function fieldsText(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
