import { createValidator, type Finding } from 'envoy-config-types';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import { deepFreeze } from '../../util/deep-freeze.js';
import type { Built, OriginRow } from './built.js';

/** What a resource is, for its check and for the messages about it. */
export interface CheckedResource<T> {
  /** Full name of its message type. */
  readonly type: string;
  /** The name that users see, for example `route "reviews/http/jason"`. */
  readonly label: string;
  readonly resource: T;
  /** Checked in its place, without the parts that were checked already. */
  readonly shell?: unknown;
  readonly origin: Origin;
  readonly origins?: readonly OriginRow[];
  /** Origins of single fields, by the start of their path in the resource; the longest start that fits decides. */
  readonly fieldOrigins?: Readonly<Record<string, Origin>>;
  /** Rules that Envoy has beyond its field rules. */
  readonly findings?: readonly Finding[];
}

/** Checks a resource and freezes it. */
export type ResourceChecker = <T>(checked: CheckedResource<T>) => Built<T>;

/**
 * Makes the door that every resource goes through before it may be emitted: what the validator refuses comes out with
 * an `envoy-resource-invalid` diagnostic each, at the place of the program that caused it.
 */
export function createResourceChecker(): ResourceChecker {
  const validator = createValidator();
  return ({ type, label, resource, shell = resource, origin, origins = [], fieldOrigins = {}, findings = [] }) => {
    const errors = [...validator.validate(type, shell).errors, ...findings];
    return {
      resource: deepFreeze(resource),
      origins,
      diagnostics: errors.map(({ path, message }) =>
        createDiagnostic('envoy-resource-invalid', {
          message: `${label}: ${path === '' ? 'the resource' : path} ${message}`,
          origin: fieldOrigin(path, fieldOrigins) ?? origin,
        }),
      ),
    };
  };
}

function fieldOrigin(path: string, fieldOrigins: Readonly<Record<string, Origin>>): Origin | undefined {
  let best = '';
  for (const start of Object.keys(fieldOrigins)) {
    if (path.startsWith(start) && start.length > best.length) best = start;
  }
  return fieldOrigins[best];
}
