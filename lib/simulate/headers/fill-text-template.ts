import { headerValues } from './header-values.js';
import type { Message } from './message.js';
import type { TextPart, TextTemplate } from './text-template.js';

/** The text that a template gives for a request. */
export function fillTextTemplate(template: TextTemplate, request: Message, missing: '' | '-' = ''): string {
  return template.map((part) => fillPart(part, request) ?? missing).join('');
}

function fillPart(part: TextPart, request: Message): string | undefined {
  switch (part.kind) {
    case 'literal':
    case 'unknown':
      return part.text;
    case 'request-header': {
      const values = part.names.map((name) => headerValues(request, name)[0]);
      const value = values.find((each) => each !== undefined);
      return part.maxLength === undefined ? value : value?.slice(0, part.maxLength);
    }
  }
}
