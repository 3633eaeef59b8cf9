/** Why an expectation does not hold. */
export interface Failure {
  /** What was expected, after "expected": `to reach reviews@v2`. */
  readonly expected: string;
  /** What is so, after "but": `it reaches reviews@v1`. */
  readonly got: string;
  /** Both as values where they can be compared line by line; the test runner shows the difference. */
  readonly values?: { readonly expected: unknown; readonly actual: unknown };
}
