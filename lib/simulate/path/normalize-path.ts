import { canonicalPath } from './canonical-path.js';

/** What a connection manager does to paths before anyone else looks at them. */
export interface PathOptions {
  readonly escapedSlashes: 'keep' | 'reject' | 'redirect' | 'forward';
  readonly normalize: boolean;
  readonly mergeSlashes: boolean;
}

/** What became of a path. */
export type NormalizedPath =
  { readonly kind: 'forward' | 'redirect'; readonly path: string } | { readonly kind: 'reject' };

/** Treats a path as the connection manager does. Envoy: `ConnectionManagerUtility::maybeNormalizePath`. */
export function normalizePath(original: string, options: PathOptions): NormalizedPath {
  if (original.includes('#')) return { kind: 'reject' };
  const unescaped = options.escapedSlashes === 'keep' ? original : unescapeSlashes(original);
  const wasEscaped = unescaped !== original;
  if (wasEscaped && options.escapedSlashes === 'reject') return { kind: 'reject' };
  const canonical = options.normalize ? canonicalPath(unescaped) : unescaped;
  if (canonical === undefined) return { kind: 'reject' };
  const path = options.mergeSlashes ? mergeSlashes(canonical) : canonical;
  return { kind: wasEscaped && options.escapedSlashes === 'redirect' ? 'redirect' : 'forward', path };
}

function unescapeSlashes(path: string): string {
  return changeBeforeQuery(path, (before) => before.replace(/%2f/gi, '/').replace(/%5c/gi, '\\'));
}

function mergeSlashes(path: string): string {
  return changeBeforeQuery(path, (before) => {
    if (!before.includes('//')) return before;
    const segments = before.split('/').filter((segment) => segment !== '');
    // Envoy writes the first and the last slash each for itself, so that a path of slashes only becomes `//`.
    return `/${segments.join('/')}${before.endsWith('/') ? '/' : ''}`;
  });
}

function changeBeforeQuery(path: string, change: (before: string) => string): string {
  const queryStart = path.indexOf('?');
  return queryStart === -1 ? change(path) : change(path.slice(0, queryStart)) + path.slice(queryStart);
}
