import fc from 'fast-check';

const some = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
/** Rarely there. */
const maybe = <T, K extends string>(key: K, value: fc.Arbitrary<T>, freq = 3): fc.Arbitrary<Partial<Record<K, T>>> =>
  fc.oneof(
    { weight: freq, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: value.map((v) => ({ [key]: v }) as Partial<Record<K, T>>) },
  );
const merged = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((list) => Object.assign({}, ...list) as object);

/** Random parts of messages: one of some values, a field that is rarely there, and fields put together. */
export const arbitraryFields = { some, maybe, merged };
