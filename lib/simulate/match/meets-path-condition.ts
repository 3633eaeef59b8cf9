import type { PathCondition } from './route-condition.js';

/**
 * Whether a path meets a condition.
 *
 * @param path without query
 */
export function meetsPathCondition(condition: PathCondition, path: string): boolean {
  if (condition.kind === 'unknown') return false;
  if (condition.kind === 'regex') return condition.regex.testExact(path);
  const { kind, value, ignoreCase } = condition;
  const compared = ignoreCase ? path.toLowerCase() : path;
  switch (kind) {
    case 'exact':
      return compared === value;
    case 'prefix':
      return compared.startsWith(value);
    case 'separated-prefix':
      return compared.startsWith(value) && (compared.length === value.length || compared[value.length] === '/');
  }
}
