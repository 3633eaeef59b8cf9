import type { HeaderValueOption } from 'envoy-config-types/envoy/config/core/v3';
import type { HeaderAddition, HeaderMutations } from '../headers/header-mutations.js';
import { parseTextTemplate } from '../headers/parse-text-template.js';
import type { Note } from './note.js';

/** The mutations of one scope as they stand in the configuration. */
export interface HeaderMutationFields {
  readonly add: readonly HeaderValueOption[] | undefined;
  readonly remove: readonly string[] | undefined;
}

/** Reads the header mutations of one scope. */
export function readHeaderMutations({ add = [], remove = [] }: HeaderMutationFields, note: Note): HeaderMutations {
  return {
    removals: remove.map((name) => name.toLowerCase()),
    additions: add.map((option) => readAddition(option, note)),
  };
}

function readAddition(option: HeaderValueOption, note: Note): HeaderAddition {
  const {
    header,
    append_action: action = 'APPEND_IF_EXISTS_OR_ADD',
    keep_empty_value: keepEmptyValue = false,
  } = option;
  const value = parseTextTemplate(header.value ?? header.raw_value ?? '');
  for (const part of value) if (part.kind === 'unknown') note(`"${header.key}": ${part.text}`);
  return {
    name: header.key.toLowerCase(),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- foreign configuration still has it
    action: option.append === false ? 'OVERWRITE_IF_EXISTS_OR_ADD' : action,
    value,
    keepEmptyValue,
  };
}
