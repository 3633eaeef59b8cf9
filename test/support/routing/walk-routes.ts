import type { HeaderOperations } from '../../../lib/ir/header-operations.js';
import type { MatchTerm, PathMatch } from '../../../lib/ir/match.js';
import type { PathRewrite } from '../../../lib/ir/route.js';
import type { RoutedGroup, RoutedRule } from './routed-group.js';
import { meetsTerm, type RoutedRequest } from './routed-request.js';

/** What becomes of a request. */
export type RoutedOutcome =
  | {
      readonly kind: 'arrives';
      readonly service: string;
      /** Any of these may get it. */
      readonly versions: readonly string[];
      /** As the workload sees it. */
      readonly request: RoutedRequest;
    }
  | { readonly kind: 'redirected'; readonly location: string }
  | { readonly kind: 'not-found' };

const serviceNames = ['a', 'b', 'c'] as const;

/**
 * Walks the declared rules one after the other, as a reader would: the first rule that the request meets changes it and
 * sends it on; a service that it is handed to looks at the changed request. What no rule takes goes to all versions.
 *
 * @param from 'gateway', or the index of the service that is called
 */
export function walkRoutes(group: RoutedGroup, from: 'gateway' | 0 | 1 | 2, request: RoutedRequest): RoutedOutcome {
  const rules = from === 'gateway' ? group.gateway : group.services[from];
  for (const rule of rules) {
    const term = rule.terms.find((each) => meetsTerm(each, request));
    if (term !== undefined) return follow(group, from, applied(rule, term, request));
  }
  if (from === 'gateway') return { kind: 'not-found' };
  return { kind: 'arrives', service: serviceNames[from], versions: ['v1', 'v2'], request };
}

interface AppliedRule {
  readonly rule: RoutedRule;
  readonly request: RoutedRequest;
}

function follow(group: RoutedGroup, from: 'gateway' | 0 | 1 | 2, { rule, request }: AppliedRule): RoutedOutcome {
  const { action } = rule;
  if (action.kind === 'redirect') {
    const query = request.query === '' ? '' : `?${request.query}`;
    return { kind: 'redirected', location: `http://${request.host}${request.path}${query}` };
  }
  const next = from === 'gateway' ? 0 : from + 1;
  if (action.to === 'next') return walkRoutes(group, next as 0 | 1 | 2, request); // the last service has no such rule
  const service = serviceNames[from === 'gateway' ? 0 : from];
  return { kind: 'arrives', service, versions: action.to === 'own' ? ['v1', 'v2'] : [action.to], request };
}

function applied(rule: RoutedRule, term: MatchTerm, request: RoutedRequest): AppliedRule {
  const { path, host } = rule.action;
  const changed = {
    ...request,
    ...(path === undefined ? {} : { path: rewritten(path, term.paths[0], request.path) }),
    ...(host === undefined ? {} : { host }),
  };
  // A redirect answers at once: what the rule would do to a request that is sent on does not happen.
  if (rule.action.kind === 'redirect' || rule.headers === undefined) return { rule, request: changed };
  return { rule, request: { ...changed, headers: operated(rule.headers, request.headers) } };
}

/** The path after a change. `prefix` replaces whole segments, and what is left starts with one slash. */
export function rewritten(rewrite: PathRewrite, matched: PathMatch | undefined, path: string): string {
  if (rewrite.kind === 'full') return rewrite.path;
  if (rewrite.kind === 'regex') return path.replace(new RegExp(rewrite.pattern, 'g'), rewrite.substitution);
  const depth = (matched?.value ?? '/').split('/').filter((segment) => segment !== '').length;
  const rest = path.split('/').slice(1 + depth);
  const start = rewrite.prefix === '/' ? '' : rewrite.prefix;
  const end = rest.join('/');
  return rest.length === 0 ? start || '/' : `${start}/${end}`;
}

/** The headers after operations on them: remove, set, add. */
export function operated(operations: HeaderOperations, before: RoutedRequest['headers']): RoutedRequest['headers'] {
  const headers = new Map(Object.entries(before));
  for (const name of operations.remove) headers.delete(name);
  for (const { name, value } of operations.set) headers.set(name, value);
  for (const { name, value } of operations.add) {
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : `${known}, ${value}`);
  }
  return Object.fromEntries(headers);
}
