import { expect, test } from 'vitest';
import { useColour } from '../../lib/cli/terminal/use-colour.js';

const terminal = { isTTY: true, write: () => true };
const pipe = { write: () => true };

test('uses colours on a terminal only', () => {
  expect(useColour(terminal, {})).toBe(true);
  expect(useColour(pipe, {})).toBe(false);
});

test('uses no colours where NO_COLOR is set, unless it is empty', () => {
  expect(useColour(terminal, { NO_COLOR: '1' })).toBe(false);
  expect(useColour(terminal, { NO_COLOR: '' })).toBe(true);
});

test('lets FORCE_COLOR decide before all else', () => {
  expect(useColour(pipe, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true);
  expect(useColour(terminal, { FORCE_COLOR: '0' })).toBe(false);
});
