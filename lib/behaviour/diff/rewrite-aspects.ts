import type { PathCondition } from '../../simulate/match/route-condition.js';
import type { ForwardAction, HostRewrite, PathRewrite } from '../../simulate/route/route-action.js';
import type { RouteAspect } from './route-aspect.js';

/** How a route changes path and host of what it sends on. */
export function rewriteAspects(
  condition: PathCondition,
  { path, host, appendForwardedHost = false }: Pick<ForwardAction, 'path' | 'host'> & Partial<ForwardAction>,
): readonly RouteAspect[] {
  const aspects: RouteAspect[] = [];
  if (path !== undefined) aspects.push({ kind: 'rewrite', name: 'path rewrite', text: pathWords(path, condition) });
  if (host !== undefined) aspects.push({ kind: 'rewrite', name: 'host rewrite', text: hostWords(host) });
  if (host !== undefined && appendForwardedHost)
    aspects.push({ kind: 'headers', name: 'x-forwarded-host', text: 'appended' });
  return aspects;
}

/** What a prefix rewrite does hangs on what the route's own condition matched. */
function pathWords(rewrite: PathRewrite, condition: PathCondition): string {
  if (rewrite.kind === 'regex')
    return `${rewrite.rewrite.regex.pattern()} to ${JSON.stringify(rewrite.rewrite.substitution)}`;
  const to = `to ${JSON.stringify(rewrite.replacement)}`;
  return condition.kind === 'regex' || condition.kind === 'unknown'
    ? `whole path ${to}`
    : `${JSON.stringify(condition.value)} ${to}`;
}

function hostWords(rewrite: HostRewrite): string {
  switch (rewrite.kind) {
    case 'literal':
      return rewrite.host;
    case 'header':
      return `value of header ${rewrite.name}`;
    case 'path-regex':
      return `${rewrite.rewrite.regex.pattern()} of the path to ${JSON.stringify(rewrite.rewrite.substitution)}`;
  }
}
