import type { CookieMatcher, QueryParameterMatcher, RouteMatch } from 'envoy-config-types/envoy/config/route/v3';
import type { RuntimeFractionalPercent } from 'envoy-config-types/envoy/config/core/v3';
import { RE2JS } from 're2js';
import type { CookieCondition } from '../match/cookie-condition.js';
import type { QueryCondition } from '../match/query-condition.js';
import type { PathCondition, RouteCondition } from '../match/route-condition.js';
import type { Note } from './note.js';
import { noteUnknownFields } from './note-unknown-fields.js';
import { readHeaderCondition } from './read-header-condition.js';
import { readShare } from './read-share.js';
import { readTextMatcher } from './read-text-matcher.js';

const known = new Set([
  'prefix',
  'path',
  'path_separated_prefix',
  'safe_regex',
  'case_sensitive',
  'headers',
  'query_parameters',
  'cookies',
  'grpc',
  'runtime_fraction',
]);

/**
 * Reads what a request has to meet for a route. What the simulator cannot decide (metadata, TLS, a runtime fraction
 * between none and all) is noted and taken for not met: the decision then says that the route may have taken the request.
 */
export function readRouteCondition(match: RouteMatch, note: Note): RouteCondition {
  let isDecidable = true;
  const noteUndecidable: Note = (field) => {
    isDecidable = false;
    note(field);
  };
  noteUnknownFields(match, known, noteUndecidable);
  const path = readPath(match);
  const condition = {
    path,
    headers: (match.headers ?? []).map((header) => readHeaderCondition(header, noteUndecidable)),
    query: (match.query_parameters ?? []).map((parameter) => readQuery(parameter, noteUndecidable)),
    cookies: (match.cookies ?? []).map((cookie) => readCookie(cookie, noteUndecidable)),
    isGrpc: match.grpc !== undefined,
  };
  const isEnabled = readFraction(match.runtime_fraction, noteUndecidable);
  return { ...condition, isEnabled: isEnabled && isDecidable };
}

function readPath(match: RouteMatch): PathCondition {
  const ignoreCase = match.case_sensitive === false;
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  if (match.path !== undefined) return { kind: 'exact', value: fold(match.path), ignoreCase };
  if (match.prefix !== undefined) return { kind: 'prefix', value: fold(match.prefix), ignoreCase };
  if (match.path_separated_prefix !== undefined)
    return { kind: 'separated-prefix', value: fold(match.path_separated_prefix), ignoreCase };
  if (match.safe_regex === undefined) return { kind: 'unknown' };
  const { regex: source } = match.safe_regex;
  return { kind: 'regex', source, regex: RE2JS.compile(source) };
}

function readQuery(matcher: QueryParameterMatcher, note: Note): QueryCondition {
  const { name } = matcher;
  if (matcher.string_match !== undefined)
    return { kind: 'text', name, matcher: readTextMatcher(matcher.string_match, note) };
  return { kind: 'present', name, isPresent: matcher.present_match ?? true };
}

function readCookie({ name, string_match: matcher, invert_match: invert }: CookieMatcher, note: Note): CookieCondition {
  return { name, matcher: readTextMatcher(matcher, note), invert: invert === true };
}

function readFraction(fraction: RuntimeFractionalPercent | undefined, note: Note): boolean {
  if (fraction === undefined) return true;
  const { numerator, denominator } = readShare(fraction.default_value);
  if (numerator > 0 && numerator < denominator) note('runtime_fraction');
  return numerator > 0;
}
