import type { HeaderLine } from '../../simulate/headers/header-line.js';

/** What becomes of a sample, as one line. */
export interface Sample {
  readonly cluster: string;
  readonly authority: string;
  readonly path: string;
  readonly requestHeaders: readonly HeaderLine[];
  readonly responseHeaders: readonly HeaderLine[];
}

/** Writes a sample so that equal ones are equal: headers by name, values of one name in order, Envoy's own left out. */
export function sampleText({ cluster, authority, path, requestHeaders, responseHeaders }: Sample): string {
  return `${cluster}: ${authority} ${path} ${headersText(requestHeaders)} <- ${headersText(responseHeaders)}`;
}

function headersText(lines: readonly HeaderLine[]): string {
  const names = [...new Set(lines.map(([name]) => name))].filter((name) => !name.startsWith('x-envoy-')).sort();
  const values = (name: string): readonly string[] =>
    lines.filter(([other]) => other === name).map(([, value]) => value);
  return JSON.stringify(names.map((name) => [name, ...values(name)]));
}
