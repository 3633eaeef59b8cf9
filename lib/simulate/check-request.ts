import type { HttpRequest } from './http-request.js';

/** A word of HTTP: RFC 9110, section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What an authority may be written with: RFC 3986, section 3.2, also percent-encoded. */
const authorityText = /^[A-Za-z0-9\-._~%!$&'()*+,;=:@[\]]*$/;
const firstVisible = 0x21;
const tab = 0x09;
const space = 0x20;
const deleteKey = 0x7f;

/**
 * Why a request cannot exist, in words for people; undefined for one that can. Envoy never sees such a request, or answers
 * 400 before any configuration decides: so nothing could be said of it.
 */
export function checkRequest({ method, authority, path, headers }: HttpRequest): string | undefined {
  if (!token.test(method)) return `${quoted(method)} is no method: it takes letters, digits and !#$%&'*+-.^_\`|~`;
  return (
    pathProblem(path, method) ??
    authorityProblem(authority) ??
    headers.map(([name, value]) => headerProblem(name, value)).find((problem) => problem !== undefined)
  );
}

function pathProblem(path: string, method: string): string | undefined {
  const isWholeServer = path === '*' && method === 'OPTIONS';
  if (!path.startsWith('/') && !isWholeServer) return `path ${quoted(path)} does not begin with "/"`;
  const bad = findCharacter(path, (code) => code < firstVisible || code === deleteKey || code > 0xff);
  return bad && `path ${quoted(path)} holds ${bad}, which has to be percent-encoded`;
}

function authorityProblem(authority: string): string | undefined {
  if (authorityText.test(authority)) return undefined;
  const bad = findCharacter(authority, (code) => !authorityText.test(String.fromCharCode(code)));
  return `host ${quoted(authority)} holds ${bad ?? 'a character'} that no host has`;
}

function headerProblem(name: string, value: string): string | undefined {
  if (name.startsWith(':')) return `header ${quoted(name)} is a pseudo-header: say it as method, path, host or scheme`;
  if (name.toLowerCase() === 'host') return 'header "host" is said as the host of the request';
  if (!token.test(name)) return `${quoted(name)} is no header name: it takes letters, digits and !#$%&'*+-.^_\`|~`;
  const bad = findCharacter(value, (code) => (code < space && code !== tab) || code === deleteKey || code > 0xff);
  return bad && `header ${quoted(name)} holds ${bad}, which no header value has`;
}

function findCharacter(text: string, isBad: (code: number) => boolean): string | undefined {
  for (let at = 0; at < text.length; at++) if (isBad(text.charCodeAt(at))) return described(text.charCodeAt(at));
  return undefined;
}

function described(code: number): string {
  if (code === space) return 'a blank';
  if (code > space && code < deleteKey) return `"${String.fromCharCode(code)}"`;
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return code < space || code === deleteKey ? `the control character U+${hex}` : `the character U+${hex}`;
}

/** In JSON's way, so that a control character shows. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
