import type {
  RetryPolicy,
  RouteAction,
  RouteAction_HashPolicy,
  RouteAction_RequestMirrorPolicy,
  WeightedCluster,
} from 'envoy-config-types/envoy/config/route/v3';
import type { HashKey } from '../route/hash-key.js';
import type { ClusterName } from '../route/cluster-name.js';
import type { ForwardAction, WeightedChoice } from '../route/route-action.js';
import { toRational } from '../rational/to-rational.js';
import { durationMs } from './duration-ms.js';
import type { Note } from './note.js';
import { noteUnknownFields } from './note-unknown-fields.js';
import { readHeaderMutations } from './read-header-mutations.js';
import { readHostRewrite } from './read-host-rewrite.js';
import { readMirror } from './read-mirror.js';
import { readPathRewrite } from './read-path-rewrite.js';
import { readRetries } from './read-retries.js';

const known = new Set([
  'cluster',
  'cluster_header',
  'weighted_clusters',
  'cluster_not_found_response_code',
  'prefix_rewrite',
  'regex_rewrite',
  'host_rewrite_literal',
  'host_rewrite_header',
  'host_rewrite_path_regex',
  'append_x_forwarded_host',
  'timeout',
  'idle_timeout',
  'retry_policy',
  'hash_policy',
  'priority',
  'upgrade_configs',
  'request_mirror_policies',
]);
const knownOfWeights = new Set(['clusters', 'total_weight', 'header_name', 'use_hash_policy']);
const knownOfChoice = new Set([
  'name',
  'cluster_header',
  'weight',
  'request_headers_to_add',
  'request_headers_to_remove',
  'response_headers_to_add',
  'response_headers_to_remove',
  'host_rewrite_literal',
]);

const missingClusterStatus = { SERVICE_UNAVAILABLE: 503, NOT_FOUND: 404, INTERNAL_SERVER_ERROR: 500 };
/** Envoy's `timeout` where a route says none. */
const defaultTimeoutMs = 15_000;
const noMutations = { removals: [], additions: [] };

/** What holds where a route says nothing of its own. */
export interface InheritedForwarding {
  /** Of the virtual host. */
  readonly retries: RetryPolicy | undefined;
  /** Of the virtual host, else of the route configuration. */
  readonly mirrors: readonly RouteAction_RequestMirrorPolicy[];
}

/** Reads an action that sends requests on. */
export function readForwardAction(action: RouteAction, inherited: InheritedForwarding, note: Note): ForwardAction {
  noteUnknownFields(action, known, note);
  const { weighted_clusters: weights } = action;
  const retries = action.retry_policy ?? inherited.retries;
  const mirrors = action.request_mirror_policies ?? [];
  const choices = weights === undefined ? [onlyChoice(action)] : readWeights(weights, note);
  return {
    kind: 'forward',
    choices,
    totalWeight: choices.reduce((sum, { weight }) => sum + weight, 0),
    randomValueHeader: weights?.header_name?.toLowerCase(),
    path: readPathRewrite(action),
    host: readHostRewrite(action),
    appendForwardedHost: action.append_x_forwarded_host === true,
    missingClusterStatus: missingClusterStatus[action.cluster_not_found_response_code ?? 'SERVICE_UNAVAILABLE'],
    requestTimeoutMs: timeoutMs(action.timeout) ?? defaultTimeoutMs,
    idleTimeoutMs: timeoutMs(action.idle_timeout),
    retries: retries === undefined ? undefined : readRetries(retries, note),
    hashKeys: (action.hash_policy ?? []).map((policy) => readHashKey(policy, note)),
    mirrors: (mirrors.length === 0 ? inherited.mirrors : mirrors).map((policy) => readMirror(policy, note)),
  };
}

function timeoutMs(text: string | undefined): number | 'none' | undefined {
  if (text === undefined) return undefined;
  return durationMs(text) === 0 ? 'none' : durationMs(text);
}

function onlyChoice(action: RouteAction): WeightedChoice {
  const cluster: ClusterName =
    action.cluster_header === undefined
      ? { kind: 'name', name: action.cluster ?? '' }
      : { kind: 'header', header: action.cluster_header.toLowerCase() };
  return {
    cluster,
    probability: { numerator: 1, denominator: 1 },
    weight: 1,
    requestMutations: noMutations,
    responseMutations: noMutations,
    host: undefined,
  };
}

function readWeights(weights: WeightedCluster, note: Note): WeightedChoice[] {
  noteUnknownFields(weights, knownOfWeights, note);
  const total = weights.clusters.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return weights.clusters.map((choice): WeightedChoice => {
    noteUnknownFields(choice, knownOfChoice, note);
    const { name = '', cluster_header: header = '', weight = 0 } = choice;
    return {
      cluster: header === '' ? { kind: 'name', name } : { kind: 'header', header: header.toLowerCase() },
      probability: toRational(weight, total),
      weight,
      requestMutations: readHeaderMutations(
        { add: choice.request_headers_to_add, remove: choice.request_headers_to_remove },
        note,
      ),
      responseMutations: readHeaderMutations(
        { add: choice.response_headers_to_add, remove: choice.response_headers_to_remove },
        note,
      ),
      host: choice.host_rewrite_literal === '' ? undefined : choice.host_rewrite_literal,
    };
  });
}

function readHashKey(policy: RouteAction_HashPolicy, note: Note): HashKey {
  const isTerminal = policy.terminal === true;
  if (policy.header !== undefined) {
    if (policy.header.regex_rewrite !== undefined) note('hash_policy.header.regex_rewrite');
    return { kind: 'header', name: policy.header.header_name.toLowerCase(), isTerminal };
  }
  if (policy.cookie !== undefined) return { kind: 'cookie', name: policy.cookie.name, isTerminal };
  if (policy.query_parameter !== undefined) return { kind: 'query', name: policy.query_parameter.name, isTerminal };
  if (policy.connection_properties !== undefined) return { kind: 'source-ip', name: '', isTerminal };
  note('hash_policy');
  return { kind: 'unknown', name: '', isTerminal };
}
