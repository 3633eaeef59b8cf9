import type { HeaderAddition, HeaderMutations } from '../../simulate/headers/header-mutations.js';
import type { TextTemplate } from '../../simulate/headers/text-template.js';
import { describeTemplate } from './describe-template.js';

const verbs = {
  APPEND_IF_EXISTS_OR_ADD: 'add',
  ADD_IF_ABSENT: 'add where missing',
  OVERWRITE_IF_EXISTS: 'replace where there',
  OVERWRITE_IF_EXISTS_OR_ADD: 'set',
} as const satisfies Record<HeaderAddition['action'], string>;

/** What is done to headers, in order and without loss: `remove a`, `set b: 1`. Empty where nothing is. */
export function describeHeaderMutations({ removals, additions }: HeaderMutations): readonly string[] {
  return [
    ...removals.map((name) => `remove ${name}`),
    ...additions.map(({ name, action, value, keepEmptyValue }) => {
      const isSent = keepEmptyValue || value.some((part) => part.kind === 'literal' && part.text !== '');
      return `${verbs[action]} ${name}: ${valueText(value)}${isSent ? '' : ' unless empty'}`;
    }),
  ];
}

/** In quotes only where it could be taken for more than a value. */
function valueText(template: TextTemplate): string {
  const text = describeTemplate(template);
  return text === '' || /[;"]|^\s|\s$/.test(text) ? JSON.stringify(text) : text;
}
