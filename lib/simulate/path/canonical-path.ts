const hexOrUnsafe = /%[0-9A-Fa-f]{2}|["<>^`{|}]/g;
/** What there may be something to do about; most paths have none of it. */
const remarkable = /\/\.|[%\\"<>^`{|}]/;
const unreserved = /^[A-Za-z0-9\-._~]$/;

/**
 * The path as Envoy's `normalize_path` leaves it: dot segments are gone, backslashes are slashes, what need not be
 * encoded is not, what must be is. A dot segment may be encoded and may carry parameters (`/..;x/`). The query stays.
 * Undefined for a path that Envoy refuses.
 *
 * @param path begins with a slash
 */
export function canonicalPath(path: string): string | undefined {
  const queryStart = path.indexOf('?');
  const before = queryStart === -1 ? path : path.slice(0, queryStart);
  if (!remarkable.test(before)) return path;
  if (before.includes('%00')) return undefined;
  const segments = withoutDotParameters(before).slice(1).split(/[/\\]/);
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    const plain = segment.replace(/%2e/gi, '.');
    if (plain !== '.' && plain !== '..') kept.push(segment.replace(hexOrUnsafe, canonicalCharacter));
    else {
      if (plain === '..') kept.pop();
      if (isLast) kept.push('');
    }
  });
  return `/${kept.join('/')}${queryStart === -1 ? '' : path.slice(queryStart)}`;
}

function withoutDotParameters(path: string): string {
  if (!path.includes('.;')) return path;
  return path
    .split('/')
    .map((segment) => (segment.startsWith('..;') ? '..' : segment.startsWith('.;') ? '.' : segment))
    .join('/');
}

function canonicalCharacter(text: string): string {
  if (text.length === 1) return `%${text.charCodeAt(0).toString(16).toUpperCase()}`;
  const character = String.fromCharCode(Number.parseInt(text.slice(1), 16));
  return unreserved.test(character) ? character : text;
}
