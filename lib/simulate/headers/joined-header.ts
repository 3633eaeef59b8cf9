import { headerValues } from './header-values.js';
import type { Message } from './message.js';

/** The value that conditions see: of a repeated header all values, joined by commas. Undefined when it is missing. */
export function joinedHeader(message: Message, name: string): string | undefined {
  const values = headerValues(message, name);
  return values.length < 2 ? values[0] : values.join(',');
}
