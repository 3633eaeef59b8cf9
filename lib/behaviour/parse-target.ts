import type { RequestProblem } from './request-problem.js';

/** What a URL says. A part that it leaves out is undefined. */
export interface Target {
  readonly scheme: 'http' | 'https' | 'tcp' | 'tls' | undefined;
  /** Host and port as written. */
  readonly authority: string | undefined;
  /** Without port, brackets of IPv6 included. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** As written, with query; not cleaned, so that a test can say what a rude client sends. */
  readonly path: string;
}

/** Reads a URL without cleaning its path, as `new URL` would. */
export function parseTarget(url: string): Target | RequestProblem {
  const parts = /^(?:([a-z]+):)?(?:\/\/([^/?#]*))?(.*)$/is.exec(url);
  const [, scheme, authority, rest = ''] = parts ?? [];
  const kind = scheme?.toLowerCase();
  if (kind !== undefined && kind !== 'http' && kind !== 'https' && kind !== 'tcp' && kind !== 'tls')
    return { message: `"${url}" has the scheme "${kind}", expected http, https, tcp or tls`, hint: undefined };
  if (kind !== undefined && (authority === undefined || authority === ''))
    return { message: `"${url}" has no host`, hint: `write ${kind}://HOST:PORT/PATH` };
  if (rest !== '' && !/^[/?]/.test(rest))
    return { message: `"${url}" is no URL and no path`, hint: 'a path begins with "/"' };
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  if (authority === undefined) return { scheme: kind, authority: undefined, host: undefined, port: undefined, path };
  const [, host = '', portText] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority) ?? [];
  if (host === '') return { message: `"${authority}" is no host`, hint: undefined };
  const port = portText === undefined || portText === '' ? undefined : Number(portText);
  if (port !== undefined && (port < 1 || port > 65_535))
    return { message: `"${authority}" has the port ${portText ?? ''}, expected 1 to 65535`, hint: undefined };
  return { scheme: kind, authority, host, port, path };
}
