import { expect, test } from 'vitest';
import { isOpen } from '../../../../lib/rollout/decide/bounds/is-open.js';

const at = (day: number, hour: number, minute = 0): number => Date.UTC(2026, 10, day, hour, minute);

test('without windows it is always open', () => {
  expect(isOpen([], at(18, 12))).toBe(true);
});

test.each([
  { when: at(16, 9), open: true, says: 'Monday as it begins' },
  { when: at(16, 16, 59), open: true, says: 'Monday, a minute before its end' },
  { when: at(16, 17), open: false, says: 'Monday at its end' },
  { when: at(17, 12), open: false, says: 'Tuesday' },
  { when: at(22, 12), open: true, says: 'Sunday' },
])('Mondays and Sundays from 9 to 17: $says', ({ when, open }) => {
  expect(isOpen([{ days: [0, 1], fromMinute: 9 * 60, toMinute: 17 * 60 }], when)).toBe(open);
});

test.each([
  { when: at(21, 23), open: true, says: 'Saturday night' },
  { when: at(22, 1), open: true, says: 'the morning after it' },
  { when: at(22, 23), open: false, says: 'Sunday night' },
  { when: at(21, 1), open: false, says: 'the morning before it' },
])('Saturdays from 22 to 2: $says', ({ when, open }) => {
  expect(isOpen([{ days: [6], fromMinute: 22 * 60, toMinute: 2 * 60 }], when)).toBe(open);
});

test('a window that ends as it begins lasts a day', () => {
  const windows = [{ days: [3], fromMinute: 600, toMinute: 600 }];
  expect([at(18, 10), at(19, 9, 59), at(19, 10)].map((when) => isOpen(windows, when))).toEqual([true, true, false]);
});
