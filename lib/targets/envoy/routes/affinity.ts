import type { HeaderValueOption } from 'envoy-config-types/envoy/config/core/v3';
import type { CookieMatcher, RouteAction_HashPolicy } from 'envoy-config-types/envoy/config/route/v3';
import type { EffectiveAffinity } from '../../../ir/effective-mesh.js';

/** What keeps a user on one side of a split. */
export interface AffinityFields {
  /** What users are drawn by: the cookie, else the request's id. */
  readonly hashPolicy: RouteAction_HashPolicy[];
  /** Met by users that have the cookie. */
  readonly cookies: CookieMatcher[];
  /** Gives the others one. */
  readonly setCookie: HeaderValueOption;
}

/**
 * Draws users by a cookie in place of requests. Envoy makes no cookie of its own for a weighted split, so the id of a user's first request
 * becomes it: that one is drawn by the same text, and goes where all later ones go. Envoy: `WeightedCluster.use_hash_policy`,
 * `RouteAction.HashPolicy`.
 */
export function affinityFields({ cookie, ttlMs }: EffectiveAffinity): AffinityFields {
  return {
    hashPolicy: [
      { cookie: { name: cookie }, terminal: true },
      { header: { header_name: 'x-request-id' }, terminal: true },
    ],
    cookies: [{ name: cookie, string_match: { safe_regex: { regex: '.+' } } }],
    setCookie: {
      header: {
        key: 'set-cookie',
        // In Envoy a `%` begins a command.
        value: `${cookie.replaceAll('%', '%%')}=%REQ(x-request-id)%; Max-Age=${String(Math.ceil(ttlMs / 1000))}; Path=/; HttpOnly`,
      },
      append_action: 'APPEND_IF_EXISTS_OR_ADD',
    },
  };
}
