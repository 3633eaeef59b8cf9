import { headerValues } from '../headers/header-values.js';
import type { Message } from '../headers/message.js';
import type { HeaderCondition, HeaderTest } from './header-condition.js';
import { meetsText } from './meets-text.js';

/**
 * Whether a request meets a condition on a header. Of a repeated header one value that meets it is enough, and an
 * inverted condition wants none that does. A missing header meets neither, unless it is to be taken for an empty one.
 */
export function meetsHeaderCondition(condition: HeaderCondition, request: Message): boolean {
  const { name, test, invert, missingIsEmpty } = condition;
  const found = headerValues(request, name);
  const values = found.length === 0 && missingIsEmpty ? [''] : found;
  if (test.kind === 'present') return (values.length > 0 === test.isPresent) !== invert;
  return values.length > 0 && values.some((value) => meetsTest(test, value)) !== invert;
}

function meetsTest(test: Exclude<HeaderTest, { kind: 'present' }>, value: string): boolean {
  if (test.kind === 'text') return meetsText(test.matcher, value);
  if (!/^\s*[+-]?\d+\s*$/.test(value)) return false;
  const number = BigInt(value.trim().replace(/^\+/, ''));
  return number >= test.start && number < test.end && BigInt.asIntN(64, number) === number;
}
