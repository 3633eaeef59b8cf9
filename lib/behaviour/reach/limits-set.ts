import { conditionSet } from '../../simulate/sets/condition-set.js';
import type { RequestSet } from '../../simulate/sets/request-set.js';
import type { RequestLimits } from './request-limits.js';

/** The requests of a method and a path. */
export function limitsSet({ method, path }: RequestLimits): RequestSet {
  const isMethod = { kind: 'exact', value: method, ignoreCase: false } as const;
  return conditionSet({
    path: { kind: 'exact', value: path, ignoreCase: false },
    headers: [{ name: ':method', test: { kind: 'text', matcher: isMethod }, invert: false, missingIsEmpty: false }],
    query: [],
    cookies: [],
    isGrpc: false,
    isEnabled: true,
  });
}
