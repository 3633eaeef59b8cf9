import * as fc from 'fast-check';
import type { HeaderMatch, MatchTerm, PathMatch, QueryParameterMatch } from '../../../lib/ir/match.js';

/** A request as rules see it. */
export interface RoutedRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** Without `?`; empty for none. */
  readonly query: string;
  /** By name in lower case; several values of one header are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Requests that meet the conditions of `routedGroups` now and then. */
export const routedRequests: fc.Arbitrary<RoutedRequest> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  host: fc.constant('shop.example.com'),
  path: fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/b', '/b/a', '/c'),
  query: fc.constantFrom('', 'q=1', 'q=2', 'p=1&q=1'),
  headers: fc.record({ 'x-a': fc.constantFrom('1', '2'), 'x-b': fc.constantFrom('1', '2') }, { requiredKeys: [] }),
});

/** Whether a request meets all conditions of a term. Says it in other words than the compiler and Envoy do. */
export function meetsTerm(term: MatchTerm, request: RoutedRequest): boolean {
  return (
    term.paths.every((condition) => meetsPath(condition, request.path)) &&
    (term.methods.length === 0 || term.methods.includes(request.method)) &&
    term.headers.every((condition) => meetsHeader(condition, request.headers)) &&
    term.queryParameters.every((condition) => meetsQuery(condition, request.query))
  );
}

function meetsPath({ kind, value }: PathMatch, path: string): boolean {
  if (kind === 'exact') return path === value;
  if (kind === 'regex') return new RegExp(`^(?:${value})$`).test(path);
  const wanted = value.split('/').filter((segment) => segment !== '');
  const segments = path.split('/').slice(1);
  return wanted.every((segment, index) => segments[index] === segment);
}

function meetsHeader({ name, matcher, negate }: HeaderMatch, headers: RoutedRequest['headers']): boolean {
  const value = headers[name];
  const isMet = value !== undefined && (matcher.kind === 'present' || value === matcher.value);
  return isMet !== negate;
}

function meetsQuery({ name, matcher }: QueryParameterMatch, query: string): boolean {
  const value = new URLSearchParams(query).get(name);
  return value !== null && (matcher.kind === 'present' || value === matcher.value);
}
