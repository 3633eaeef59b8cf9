import type { HeaderAddition, HeaderMutations } from '../../simulate/headers/header-mutations.js';

const verbs = {
  APPEND_IF_EXISTS_OR_ADD: 'add',
  ADD_IF_ABSENT: 'add if absent',
  OVERWRITE_IF_EXISTS_OR_ADD: 'set',
  OVERWRITE_IF_EXISTS: 'overwrite',
} as const satisfies Record<HeaderAddition['action'], string>;

/** What is done to headers, in order and without loss: `remove a; set b to "1"`. Empty where nothing is. */
export function headerWords(mutations: readonly HeaderMutations[]): string {
  return mutations
    .flatMap(({ removals, additions }) => [
      ...removals.map((name) => `remove ${name}`),
      ...additions.map(
        ({ name, action, value, keepEmptyValue }) =>
          `${verbs[action]} ${name} to ${templateText(value)}${keepEmptyValue ? '' : ' unless empty'}`,
      ),
    ])
    .join('; ');
}

function templateText(parts: HeaderAddition['value']): string {
  const text = parts.map((part) => {
    switch (part.kind) {
      case 'literal':
        return part.text.replaceAll('%', '%%');
      case 'request-header':
        return `%REQ(${part.names.join('?')})${part.maxLength === undefined ? '' : `:${part.maxLength}`}%`;
      case 'unknown':
        return part.text;
    }
  });
  return JSON.stringify(text.join(''));
}
