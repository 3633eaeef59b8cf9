import type { TextPart, TextTemplate } from './text-template.js';

const part = /%%|%([A-Z_]+(?:\([^)]*\))?(?::\d+)?)%|[^%]+|%/g;
const requestHeader = /^REQ\(([^?)]+)(?:\?([^)]+))?\)(?::(\d+))?$/;

/** Reads a value of a header mutation; `%%` is a percent sign. */
export function parseTextTemplate(text: string): TextTemplate {
  return [...text.matchAll(part)].map(([written, command]): TextPart => {
    if (command === undefined) return { kind: 'literal', text: written === '%%' ? '%' : written };
    const [, first, second, length] = requestHeader.exec(command) ?? [];
    if (first === undefined) return { kind: 'unknown', text: written };
    return {
      kind: 'request-header',
      names: [first, second].filter((name) => name !== undefined).map((name) => name.toLowerCase()),
      maxLength: length === undefined ? undefined : Number(length),
    };
  });
}
