import type { TextTemplate } from '../../simulate/headers/text-template.js';
import type { DirectResponseAction } from '../../simulate/route/route-action.js';

/** What a proxy answers by itself, in words and without loss. */
export function answerWords({ status, body, format }: DirectResponseAction): string {
  const start = `${status} from the proxy`;
  if (format === undefined) return body === '' ? start : `${start}: ${JSON.stringify(body)}`;
  const missing = format.missing === '' ? 'nothing' : `"${format.missing}"`;
  return `${start}: ${JSON.stringify(templateText(format.template))} filled in, ${missing} for what is missing`;
}

function templateText(template: TextTemplate): string {
  return template
    .map((part) => {
      switch (part.kind) {
        case 'literal':
          return part.text.replaceAll('%', '%%');
        case 'request-header':
          return `%REQ(${part.names.join('?')})${part.maxLength === undefined ? '' : `:${part.maxLength}`}%`;
        case 'unknown':
          return part.text;
      }
    })
    .join('');
}
