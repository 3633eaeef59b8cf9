import { meetsText } from './meets-text.js';
import type { QueryCondition } from './query-condition.js';
import { queryValue } from './query-value.js';

/** Whether the query of a path meets a condition. */
export function meetsQueryCondition(condition: QueryCondition, path: string): boolean {
  const value = queryValue(path, condition.name);
  switch (condition.kind) {
    case 'present':
      return (value !== undefined) === condition.isPresent;
    case 'text':
      return value !== undefined && meetsText(condition.matcher, value);
  }
}
