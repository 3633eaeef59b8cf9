import type { HttpRequest } from './http-request.js';
import { requestSyntax } from './request-syntax.js';

const { token, authority: authorityText, path: pathText, headerValue } = requestSyntax;
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
  const bad = firstBad(path, pathText);
  return bad && `path ${quoted(path)} holds ${bad}, which has to be percent-encoded`;
}

function authorityProblem(authority: string): string | undefined {
  const bad = firstBad(authority, authorityText);
  return bad && `host ${quoted(authority)} holds ${bad} that no host has`;
}

function headerProblem(name: string, value: string): string | undefined {
  if (name.startsWith(':')) return `header ${quoted(name)} is a pseudo-header: say it as method, path, host or scheme`;
  if (name.toLowerCase() === 'host') return 'header "host" is said as the host of the request';
  if (!token.test(name)) return `${quoted(name)} is no header name: it takes letters, digits and !#$%&'*+-.^_\`|~`;
  const bad = firstBad(value, headerValue);
  return bad && `header ${quoted(name)} holds ${bad}, which no header value has`;
}

/** The first character that a text may not be written with, in words. */
function firstBad(text: string, allowed: RegExp): string | undefined {
  if (allowed.test(text)) return undefined;
  const bad = Array.from(text).find((character) => !allowed.test(character));
  return bad === undefined ? undefined : described(bad.codePointAt(0) ?? 0);
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
