import type { HeaderOperations, HeaderValue } from '../../lib/ir/header-operations.js';
import { compareText } from '../../lib/util/compare-text.js';
import { sortBy } from '../../lib/util/sort-by.js';
import type { HeaderOperationsProps } from '../route.js';

/** Reads header operations as given. */
export function lowerHeaders(props: HeaderOperationsProps): HeaderOperations {
  return {
    remove: (props.remove ?? []).map((name) => name.toLowerCase()).sort(compareText),
    set: sortBy(headerValues(props.set), ({ name }) => name),
    add: headerValues(props.add),
  };
}

function headerValues(values: Readonly<Record<string, string>> = {}): HeaderValue[] {
  return Object.entries(values).map(([name, value]) => ({ name: name.toLowerCase(), value }));
}
