import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { nearestName } from '../util/nearest-name.js';
import schema from './mesh-ir.schema.json' with { type: 'json' };

const errorLimit = 20;

/** Says where a value departs from the published JSON Schema of the IR, one line a place; empty when it follows it. */
export type ShapeCheck = (value: unknown) => string[];

/**
 * Makes the check of a value against the published JSON Schema of the IR: for each place the path, what is there, and
 * what should be; at most 20. Compiling the schema takes about 0.1 s, so keep the check if there is more than one value.
 */
export function createShapeCheck(): ShapeCheck {
  const validate = compileSchema();
  return (value) => {
    if (validate(value)) return [];
    const errorsByPath = new Map<string, ErrorObject[]>();
    for (const error of validate.errors ?? []) {
      errorsByPath.set(error.instancePath, [...(errorsByPath.get(error.instancePath) ?? []), error]);
    }
    return [...errorsByPath].flatMap(([path, errors]) => describePlace(path, errors)).slice(0, errorLimit);
  };
}

function compileSchema(): ValidateFunction {
  // The schema itself is checked by a test; inlining its references would compile `Origin` some forty times.
  const speed = { validateSchema: false, inlineRefs: false };
  return new Ajv({ ...speed, allErrors: true, discriminator: true, verbose: true, strictTypes: false }).compile(schema);
}

function describePlace(pointer: string, errors: readonly ErrorObject[]): string[] {
  const place = `at ${displayPath(pointer)}`;
  const messages: string[] = [];
  const expectations = new Set<string>();
  for (const error of errors) {
    const expectation = describeExpectation(error);
    if (expectation !== undefined) expectations.add(expectation);
    else if (error.keyword === 'required')
      messages.push(`${place}: "${textParam(error, 'missingProperty')}" is missing`);
    else if (error.keyword === 'additionalProperties') messages.push(`${place}: ${describeUnknown(error)}`);
  }
  const [first] = errors;
  if (expectations.size > 0 && first !== undefined) {
    messages.push(`${place}: got ${displayValue(first)}, expected ${[...expectations].join(' or ')}`);
  }
  return messages;
}

/** Undefined for keywords that say nothing of the value itself, such as `anyOf`, whose branches speak for it. */
function describeExpectation(error: ErrorObject): string | undefined {
  switch (error.keyword) {
    case 'type':
      return typeNames[textParam(error, 'type')] ?? textParam(error, 'type');
    case 'const':
      return JSON.stringify(error.params['allowedValue']);
    case 'enum':
      return listOf(error.params['allowedValues']);
    case 'discriminator':
      return describeKinds(error);
    default:
      return undefined;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function describeKinds(error: ErrorObject): string {
  return `an object with a known "${textParam(error, 'tag')}"`;
}

function describeUnknown(error: ErrorObject): string {
  const name = textParam(error, 'additionalProperty');
  const known =
    isRecord(error.parentSchema) && isRecord(error.parentSchema['properties']) ? error.parentSchema['properties'] : {};
  const meant = nearestName(name, Object.keys(known));
  return `"${name}" is not a known property${meant === undefined ? '' : `, did you mean "${meant}"`}`;
}

function displayPath(pointer: string): string {
  const segments = pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = segments.map((segment) => (/^\d+$/.test(segment) ? `[${segment}]` : `.${segment}`)).join('');
  return path === '' ? 'the top' : path.replace(/^\./, '');
}

function displayValue(error: ErrorObject): string {
  const value: unknown = error.data;
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) {
    const tag: unknown = error.params['tagValue'];
    return error.keyword === 'discriminator' && tag !== undefined ? `kind ${JSON.stringify(tag)}` : 'an object';
  }
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function listOf(values: unknown): string {
  return Array.isArray(values) ? `one of ${values.map((value) => JSON.stringify(value)).join(', ')}` : 'another value';
}

function textParam(error: ErrorObject, name: string): string {
  return String(error.params[name]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
