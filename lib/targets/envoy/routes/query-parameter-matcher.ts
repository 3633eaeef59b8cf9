import type { QueryParameterMatcher } from 'envoy-config-types/envoy/config/route/v3';
import type { QueryParameterMatch } from '../../../ir/match.js';
import { stringMatcher } from './string-matcher.js';

/**
 * A condition on a query parameter. Envoy compares the parameter's first value as it stands in the URL, percent
 * encoding included. Envoy: `config.route.v3.QueryParameterMatcher`.
 */
export function queryParameterMatcher({ name, matcher }: QueryParameterMatch): QueryParameterMatcher {
  return matcher.kind === 'present' ? { name, present_match: true } : { name, string_match: stringMatcher(matcher) };
}
