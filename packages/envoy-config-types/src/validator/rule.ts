/** Judges a value that has the right form: the error text, or undefined when the value is fine. */
export type Rule<T> = (value: T) => string | undefined;

/** One rule out of several; the first error counts. Undefined when there are none. */
export function allRules<T>(rules: readonly Rule<T>[]): Rule<T> | undefined {
  const [first, second] = rules;
  if (first === undefined) return undefined;
  if (second === undefined) return first;
  return (value) => {
    for (const rule of rules) {
      const error = rule(value);
      if (error !== undefined) return error;
    }
    return undefined;
  };
}
