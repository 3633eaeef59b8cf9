import type { HeaderValueOption, HeaderValueOption_HeaderAppendAction } from 'envoy-config-types/envoy/config/core/v3';
import type { HeaderOperations, HeaderValue } from '../../../ir/header-operations.js';

/** Header operations in Envoy's two lists; either is absent when empty. */
export interface HeaderMutations {
  readonly toRemove?: string[];
  readonly toAdd?: HeaderValueOption[];
}

/**
 * Header operations as Envoy states them. Envoy removes first and then goes through the list, which is our order too.
 * Envoy: `HeaderValueOption`.
 */
export function headerMutations(operations: HeaderOperations | undefined): HeaderMutations {
  if (operations === undefined) return {};
  const toAdd = [
    ...operations.set.map((header) => option(header, 'OVERWRITE_IF_EXISTS_OR_ADD')),
    ...operations.add.map((header) => option(header, 'APPEND_IF_EXISTS_OR_ADD')),
  ];
  return {
    ...(operations.remove.length === 0 ? {} : { toRemove: [...operations.remove] }),
    ...(toAdd.length === 0 ? {} : { toAdd }),
  };
}

function option({ name, value }: HeaderValue, appendAction: HeaderValueOption_HeaderAppendAction): HeaderValueOption {
  return {
    // Values are literal, and `%` starts a command in Envoy.
    header: { key: name, value: value.replaceAll('%', '%%') },
    append_action: appendAction,
    // Envoy would drop a header with an empty value.
    keep_empty_value: true,
  };
}
