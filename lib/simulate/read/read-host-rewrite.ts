import type { RouteAction } from 'envoy-config-types/envoy/config/route/v3';
import { RE2JS } from 're2js';
import type { HostRewrite } from '../route/route-action.js';

/** Reads how an action changes the authority; undefined where it does not. */
export function readHostRewrite(action: RouteAction): HostRewrite | undefined {
  const { host_rewrite_literal: host = '', host_rewrite_header: name, host_rewrite_path_regex: regex } = action;
  if (host !== '') return { kind: 'literal', host };
  if (name !== undefined) return { kind: 'header', name: name.toLowerCase() };
  if (regex === undefined) return undefined;
  return {
    kind: 'path-regex',
    rewrite: { regex: RE2JS.compile(regex.pattern.regex), substitution: regex.substitution ?? '' },
  };
}
