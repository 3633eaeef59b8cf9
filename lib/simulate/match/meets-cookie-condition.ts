import { cookieValue } from '../headers/cookie-value.js';
import type { Message } from '../headers/message.js';
import type { CookieCondition } from './cookie-condition.js';
import { meetsText } from './meets-text.js';

/** Whether the cookies of a request meet a condition; one that is missing meets only what is inverted. */
export function meetsCookieCondition({ name, matcher, invert }: CookieCondition, request: Message): boolean {
  const value = cookieValue(request, name);
  return (value !== undefined && meetsText(matcher, value)) !== invert;
}
