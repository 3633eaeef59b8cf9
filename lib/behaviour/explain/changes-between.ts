import type { Message } from '../../simulate/headers/message.js';
import type { ExplainedChange } from './explained-step.js';

/** What differs between a request before and after: method, authority, path, then headers by name. */
export function changesBetween(before: Message, after: Message): readonly ExplainedChange[] {
  const fields = (['method', 'authority', 'path'] as const).map((what) => ({
    what,
    before: before[what],
    after: after[what],
  }));
  const names = new Set([...before.headers, ...after.headers].map(([name]) => name));
  const headers = [...names].map((name) => ({
    what: `header ${name}`,
    before: valueOf(before, name),
    after: valueOf(after, name),
  }));
  return [...fields, ...headers].filter((change) => change.before !== change.after);
}

/** All values of a header; a repeated one is told in one text. */
function valueOf({ headers }: Message, name: string): string | undefined {
  const values = headers.filter(([other]) => other === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}
