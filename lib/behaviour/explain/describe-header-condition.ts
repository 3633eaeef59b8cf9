import type { HeaderCondition } from '../../simulate/match/header-condition.js';
import { describeTextMatcher } from './describe-text-matcher.js';
import { describeHeaderName } from './describe-header-name.js';

/** What a condition asks of a header: `header end-user is "jason"`. */
export function describeHeaderCondition({ name, test, invert, missingIsEmpty }: HeaderCondition): string {
  const subject = describeHeaderName(name);
  const orMissing = missingIsEmpty ? ' (missing counts as empty)' : '';
  switch (test.kind) {
    case 'present':
      return `${subject} is ${test.isPresent === invert ? 'missing' : 'there'}${orMissing}`;
    case 'range':
      return `${subject} is ${invert ? 'not ' : ''}a number from ${String(test.start)} to below ${String(test.end)}${orMissing}`;
    case 'text': {
      const words = describeTextMatcher(test.matcher);
      return `${invert ? 'not: ' : ''}${subject} ${words}${orMissing}`;
    }
  }
}
