import fc from 'fast-check';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import type { RetryCondition } from '../../lib/ir/policies/retries.js';
import type { Call, Service } from '../../lib/ir/service.js';
import { meshIr } from './mesh-ir.js';

const origin = (constructPath: string) => ({ kind: 'user', constructPath }) as const;

/** What a caller may say of a call. */
interface CallChoice {
  readonly to: number;
  readonly attempts: number | undefined;
  readonly on: readonly RetryCondition[];
  readonly requestMs: number | 'none' | undefined;
}

/**
 * Meshes of up to seven services that call each other, each call with retries and a timeout of its own or without. Calls go
 * from earlier to later services only, so that there are no circles.
 */
export const arbitraryCallMesh: fc.Arbitrary<MeshIr> = fc.integer({ min: 2, max: 7 }).chain((size) =>
  fc.tuple(...Array.from({ length: size }, (_, from) => callsFrom(from, size))).map((choices) => {
    const services = choices.map((calls, from) => serviceOf(from, calls));
    return meshIr.mesh({ services });
  }),
);

function callsFrom(from: number, size: number): fc.Arbitrary<readonly CallChoice[]> {
  if (from + 1 >= size) return fc.constant([]);
  const choice = fc.record({
    to: fc.integer({ min: from + 1, max: size - 1 }),
    attempts: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    on: fc.constantFrom<readonly RetryCondition[]>(['5xx'], ['reset', 'connect-failure'], ['connect-failure']),
    requestMs: fc.option(fc.constantFrom<number | 'none'>(1000, 2000, 5000, 15_000, 20_000, 'none'), {
      nil: undefined,
    }),
  });
  return fc.uniqueArray(choice, { selector: ({ to }) => to, maxLength: 3 });
}

function serviceOf(from: number, calls: readonly CallChoice[]): Service {
  return meshIr.service(nameOf(from), { calls: calls.map((choice) => callOf(from, choice)) });
}

function callOf(from: number, { to, attempts, on, requestMs }: CallChoice): Call {
  const place = origin(`shop/${nameOf(from)}/${nameOf(to)}`);
  return meshIr.call(nameOf(to), {
    origin: place,
    policies: {
      ...(attempts === undefined ? {} : { retries: { origin: place, attempts, on } }),
      ...(requestMs === undefined ? {} : { timeout: { origin: place, requestMs } }),
    },
  });
}

function nameOf(number: number): string {
  return `s${String(number)}`;
}
