import { joinedHeader } from '../headers/joined-header.js';
import type { Message } from '../headers/message.js';
import type { HeaderCondition, HeaderTest } from './header-condition.js';
import { meetsText } from './meets-text.js';

/**
 * Whether a request meets a condition on a header. A missing header meets none but "absent", an inverted one neither,
 * unless it is to be taken for an empty one.
 */
export function meetsHeaderCondition(condition: HeaderCondition, request: Message): boolean {
  const { name, test, invert, missingIsEmpty } = condition;
  const value = joinedHeader(request, name) ?? (missingIsEmpty ? '' : undefined);
  if (test.kind === 'present') return ((value !== undefined) === test.isPresent) !== invert;
  if (value === undefined) return false;
  return meetsTest(test, value) !== invert;
}

function meetsTest(test: Exclude<HeaderTest, { kind: 'present' }>, value: string): boolean {
  if (test.kind === 'text') return meetsText(test.matcher, value);
  if (!/^\s*[+-]?\d+\s*$/.test(value)) return false;
  const number = BigInt(value.trim().replace(/^\+/, ''));
  return number >= test.start && number < test.end && BigInt.asIntN(64, number) === number;
}
