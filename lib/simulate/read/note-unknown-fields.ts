import type { Note } from './note.js';

/** Takes down every field of a message that is not in a list of those that are read or change no decision. */
export function noteUnknownFields(message: object, known: ReadonlySet<string>, note: Note): void {
  for (const [field, value] of Object.entries(message)) if (value !== undefined && !known.has(field)) note(field);
}
