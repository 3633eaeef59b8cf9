/** What an expectation throws; undefined where it holds. */
export function failureOf(
  expectation: () => unknown,
): (Error & { readonly actual?: unknown; readonly expected?: unknown }) | undefined {
  try {
    expectation();
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
