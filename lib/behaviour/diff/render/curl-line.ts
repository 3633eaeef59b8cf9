import type { MeshRequest } from '../../mesh-request.js';
import { quoteForShell } from '../../quote-for-shell.js';

/** A request as a line for a shell; one of bytes as the address that is dialled. */
export function curlLine({ method, url, headers }: MeshRequest): string {
  if (!/^https?:/.test(url)) return url;
  const authority = /^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
  const shown = headers.filter(
    ([name, value]) => name !== 'host' || (value !== authority && value !== authority.replace(/:\d+$/, '')),
  );
  return [
    'curl',
    ...(method === 'GET' ? [] : ['-X', quoteForShell(method)]),
    // curl leaves out a header without value unless it ends in a semicolon.
    ...shown.flatMap(([name, value]) => ['-H', quoteForShell(value === '' ? `${name};` : `${name}: ${value}`)]),
    quoteForShell(url),
  ].join(' ');
}
