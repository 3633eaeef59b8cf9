import type { TextTemplate } from '../../simulate/headers/text-template.js';

/** A value with commands as Envoy's configuration writes it: `%REQ(x-user)%`, a percent sign as `%%`. */
export function describeTemplate(template: TextTemplate): string {
  return template.map(partText).join('');
}

function partText(part: TextTemplate[number]): string {
  switch (part.kind) {
    case 'literal':
      return part.text.replaceAll('%', '%%');
    case 'request-header':
      return `%REQ(${part.names.join('?')})${part.maxLength === undefined ? '' : `:${part.maxLength}`}%`;
    case 'unknown':
      return part.text;
  }
}
