import type { PathMatch } from '../../ir/match.js';
import type { RouteOwner } from '../../ir/visit.js';

/** Why no request has a path, in words, and what to do about it. */
export interface UnsentPath {
  readonly words: string;
  readonly hint: string;
}

/**
 * Says why no request comes to the routes of a service or gateway with this literal path: Envoy's `normalize_path` on every
 * proxy, and on gateways `merge_slashes` and the unescaping of slashes. Undefined where one may.
 */
export function findUnsentPath({ kind, value }: PathMatch, owner: RouteOwner['kind']): UnsentPath | undefined {
  // Slashes at the end of a prefix say nothing.
  const path = kind === 'prefix' ? value.replace(/\/+$/, '') : value;
  if (/[{}]/.test(path)) {
    return {
      words: 'braces stand for themselves here, and come encoded in a URL',
      hint: 'for a segment of any text use path.regex, with "[^/]+" for the segment',
    };
  }
  const [unsafe] = /["<>^`|\\]|[^\p{ASCII}]/u.exec(path) ?? [];
  if (unsafe !== undefined) {
    const words = unsafe === '\\' ? 'proxies make a slash of a backslash' : `"${unsafe}" comes encoded in a URL`;
    return { words, hint: `write ${JSON.stringify(encoded(path))}` };
  }
  if (/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) {
    return { words: 'proxies resolve the segments "." and ".."', hint: 'give the path that they lead to' };
  }
  const [escape] = /%(?:4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]|3\d|2[DE]|5F|7E)/i.exec(path) ?? [];
  if (escape !== undefined) {
    return { words: `proxies decode ${escape}`, hint: `write "${decodeURIComponent(escape)}" for it` };
  }
  return owner === 'gateway' ? findSlashes(path) : undefined;
}

function findSlashes(path: string): UnsentPath | undefined {
  // Envoy makes `//` of a path of slashes only.
  if (path !== '//' && path.includes('//'))
    return { words: 'a gateway makes one slash of several', hint: 'write one slash' };
  const [slash] = /%(?:2f|5c)/i.exec(path) ?? [];
  if (slash === undefined) return undefined;
  return { words: `a gateway redirects to the path with ${slash} decoded`, hint: 'write "/" for it' };
}

function encoded(path: string): string {
  return path.replaceAll('\\', '/').replace(/["<>^`|]|[^\p{ASCII}]/gu, (character) => encodeURIComponent(character));
}
