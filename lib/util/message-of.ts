/** What was thrown, in its own words: the message of an error, else whatever it is as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
