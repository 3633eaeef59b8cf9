import type { RequestProblem } from './request-problem.js';

const schemes = ['http', 'https', 'tcp', 'tls'] as const;

/** What a URL says. A part that it leaves out is undefined. */
export interface Target {
  readonly scheme: (typeof schemes)[number] | undefined;
  /** Host and port as written. */
  readonly authority: string | undefined;
  /** Without port, brackets of IPv6 included. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** As written, with query; not cleaned, so that a test can say what a rude client sends. */
  readonly path: string;
}

/** Reads a URL, or a path alone, without cleaning its path as `new URL` would. */
export function parseTarget(url: string): Target | RequestProblem {
  const {
    scheme: written,
    authority,
    rest = '',
  } = /^(?:(?<scheme>[a-z]+):)?(?:\/\/(?<authority>[^/?#]*))?(?<rest>.*)$/is.exec(url)?.groups ?? {};
  const scheme = schemes.find((each) => each === written?.toLowerCase());
  if (scheme === undefined && written !== undefined)
    return { message: `"${url}" has the scheme "${written}", expected http, https, tcp or tls`, hint: undefined };
  if (rest !== '' && !/^[/?]/.test(rest))
    return { message: `"${url}" is no URL and no path`, hint: 'a path begins with "/"' };
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  if (authority !== undefined) return withAuthority(authority, { scheme, path });
  if (scheme === undefined) return { scheme, authority, host: undefined, port: undefined, path };
  return { message: `"${url}" has no host`, hint: `write ${scheme}://HOST:PORT/PATH` };
}

function withAuthority(authority: string, rest: Pick<Target, 'scheme' | 'path'>): Target | RequestProblem {
  const { host, port: text = '' } = /^(?<host>\[[^\]]*\]|[^:]+)(?::(?<port>\d*))?$/.exec(authority)?.groups ?? {};
  if (host === undefined) return { message: `"${authority}" is no host`, hint: 'write HOST or HOST:PORT' };
  const port = text === '' ? undefined : Number(text);
  if (port === undefined || (port >= 1 && port <= 65_535)) return { ...rest, authority, host, port };
  return { message: `"${authority}" has the port ${text}, expected 1 to 65535`, hint: undefined };
}
