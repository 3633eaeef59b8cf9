import type { RegexMatchAndSubstitute } from 'envoy-config-types/envoy/type/matcher/v3';
import { RE2JS } from 're2js';
import type { PathRewrite } from '../route/route-action.js';

/** The fields of an action that change a path. */
export interface PathRewriteFields {
  readonly prefix_rewrite?: string;
  readonly regex_rewrite?: RegexMatchAndSubstitute;
}

/** Reads how an action changes the path; undefined where it does not. */
export function readPathRewrite(action: PathRewriteFields): PathRewrite | undefined {
  const { prefix_rewrite: replacement = '', regex_rewrite: regex } = action;
  if (replacement !== '') return { kind: 'prefix', replacement };
  if (regex === undefined) return undefined;
  return {
    kind: 'regex',
    rewrite: { regex: RE2JS.compile(regex.pattern.regex), substitution: regex.substitution ?? '' },
  };
}
