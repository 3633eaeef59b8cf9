import { expect, test } from 'vitest';
import { describeHeaderMutations } from '../../../lib/behaviour/explain/describe-header-mutations.js';
import type { HeaderAddition } from '../../../lib/simulate/headers/header-mutations.js';
import type { TextTemplate } from '../../../lib/simulate/headers/text-template.js';

function told(value: TextTemplate, keepEmptyValue = true): readonly string[] {
  const addition: HeaderAddition = { name: 'x-a', action: 'ADD_IF_ABSENT', value, keepEmptyValue };
  return describeHeaderMutations({ removals: ['x-b'], additions: [addition] });
}

test('tells removals before additions', () => {
  expect(told([{ kind: 'literal', text: 'yes' }])).toEqual(['remove x-b', 'add where missing x-a: yes']);
});

test('quotes what could be taken for more than a value', () => {
  expect(told([{ kind: 'literal', text: '1; remove x-c' }])[1]).toBe('add where missing x-a: "1; remove x-c"');
  expect(told([])[1]).toBe('add where missing x-a: ""');
});

test('tells a command from text that looks like one', () => {
  const command = { kind: 'request-header', names: ['x-c', 'x-d'], maxLength: 8 } as const;
  expect(told([{ kind: 'literal', text: '100% ' }, command])[1]).toBe('add where missing x-a: 100%% %REQ(x-c?x-d):8%');
});

test('says of a value that may be empty that it is then left out', () => {
  const command = { kind: 'request-header', names: ['x-c'], maxLength: undefined } as const;
  expect(told([command], false)[1]).toBe('add where missing x-a: %REQ(x-c)% unless empty');
  expect(told([{ kind: 'literal', text: 'v' }, command], false)[1]).toBe('add where missing x-a: v%REQ(x-c)%');
});
