import { fillTextTemplate } from './fill-text-template.js';
import type { HeaderLine } from './header-line.js';
import type { HeaderMutations } from './header-mutations.js';
import type { Message } from './message.js';

/**
 * Applies one scope's mutations in Envoy's order: removals; then all values are computed on what is left; then what
 * overwrites is written, and last what appends, whatever their order in the list.
 *
 * @param headers names in lower case; not changed
 * @param request what `%REQ()%` reads
 */
export function mutateHeaders(
  headers: readonly HeaderLine[],
  { removals, additions }: HeaderMutations,
  request: Message,
): readonly HeaderLine[] {
  if (removals.length === 0 && additions.length === 0) return headers;
  const kept = removals.length === 0 ? headers : headers.filter(([name]) => !removals.includes(name));
  // Where the request itself is changed, a header that was removed is gone for `%REQ()%` too.
  const reader = headers === request.headers ? { ...request, headers: kept } : request;
  const isThere = (name: string): boolean => kept.some(([other]) => other === name);
  const overwriting: HeaderLine[] = [];
  const appending: HeaderLine[] = [];
  for (const { name, action, value, keepEmptyValue } of additions) {
    const text = fillTextTemplate(value, reader);
    if (text === '' && !keepEmptyValue) continue;
    switch (action) {
      case 'APPEND_IF_EXISTS_OR_ADD':
        appending.push([name, text]);
        break;
      case 'ADD_IF_ABSENT':
        if (!isThere(name)) appending.push([name, text]);
        break;
      case 'OVERWRITE_IF_EXISTS':
        if (isThere(name)) overwriting.push([name, text]);
        break;
      case 'OVERWRITE_IF_EXISTS_OR_ADD':
        overwriting.push([name, text]);
        break;
    }
  }
  return [...overwriting.reduce(overwrite, kept), ...appending];
}

function overwrite(headers: readonly HeaderLine[], line: HeaderLine): readonly HeaderLine[] {
  const index = headers.findIndex(([name]) => name === line[0]);
  if (index === -1) return [...headers, line];
  return headers.flatMap((old, position) => (old[0] !== line[0] ? [old] : position === index ? [line] : []));
}
