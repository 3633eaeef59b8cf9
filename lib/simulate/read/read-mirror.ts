import type { RouteAction_RequestMirrorPolicy } from 'envoy-config-types/envoy/config/route/v3';
import type { MirrorHost, MirrorRule } from '../route/mirror-rule.js';
import type { Note } from './note.js';
import { noteUnknownFields } from './note-unknown-fields.js';
import { readShare } from './read-share.js';

const known = new Set([
  'cluster',
  'cluster_header',
  'runtime_fraction',
  // Only of traces.
  'trace_sampled',
  'disable_shadow_host_suffix_append',
  'host_rewrite_literal',
]);

/** Reads where copies of requests go; without a share they are of all. */
export function readMirror(policy: RouteAction_RequestMirrorPolicy, note: Note): MirrorRule {
  noteUnknownFields(policy, known, (field) => {
    note(`request_mirror_policies.${field}`);
  });
  const { cluster = '', cluster_header: header = '', runtime_fraction: fraction } = policy;
  return {
    cluster: header === '' ? { kind: 'name', name: cluster } : { kind: 'header', header: header.toLowerCase() },
    probability: fraction === undefined ? { numerator: 1, denominator: 1 } : readShare(fraction.default_value),
    host: readHost(policy),
  };
}

function readHost(policy: RouteAction_RequestMirrorPolicy): MirrorHost {
  const { host_rewrite_literal: host = '', disable_shadow_host_suffix_append: isKept } = policy;
  if (host !== '') return { kind: 'literal', host };
  return { kind: isKept === true ? 'same' : 'shadow' };
}
