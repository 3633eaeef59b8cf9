import { cookieValue } from '../headers/cookie-value.js';
import { headerValues } from '../headers/header-values.js';
import type { Message } from '../headers/message.js';
import { queryValue } from '../match/query-value.js';
import { pathWithoutQuery } from '../path/path-without-query.js';
import type { Literal, PresentTest, Subject } from './literal.js';
import { hasText } from './text/has-text.js';

/** Whether a request meets a literal. */
export function holdsLiteral({ subject, whenMissing, whenPresent }: Literal, request: Message): boolean {
  const values = valuesOf(subject, request);
  return values.length === 0 ? whenMissing : holdsTest(whenPresent, values);
}

function holdsTest(test: PresentTest, values: readonly string[]): boolean {
  if (typeof test === 'string') return test === 'always';
  const looked = test.of === 'first' ? values.slice(0, 1) : values;
  return looked.some((value) => hasText(test.language, value)) === test.isWanted;
}

function valuesOf(subject: Subject, request: Message): readonly string[] {
  switch (subject.kind) {
    case 'method':
      return [request.method];
    case 'scheme':
      return [request.scheme];
    case 'authority':
      return [request.authority];
    case 'target':
      return [request.path];
    case 'path':
      return [pathWithoutQuery(request.path)];
    case 'query': {
      const value = queryValue(request.path, subject.name);
      return value === undefined ? [] : [value];
    }
    case 'cookie': {
      const value = cookieValue(request, subject.name);
      return value === undefined ? [] : [value];
    }
    case 'header':
      return headerValues(request, subject.name);
  }
}
