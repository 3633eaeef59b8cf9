import type { TcpProxy } from 'envoy-config-types/envoy/extensions/filters/network/tcp_proxy/v3';
import type { ChainHandler, TcpChoice } from '../../proxy/simulated-proxy.js';
import { toRational } from '../../rational/to-rational.js';
import type { Note } from '../note.js';
import { noteUnknownFields } from '../note-unknown-fields.js';

const known = new Set([
  '@type',
  'stat_prefix',
  'cluster',
  'weighted_clusters',
  'idle_timeout',
  'downstream_idle_timeout',
  'upstream_idle_timeout',
  'access_log',
  'access_log_options',
  'access_log_flush_interval',
  'flush_access_log_on_connected',
  'max_connect_attempts',
  'backoff_options',
  // Picks an endpoint of the cluster, not the cluster.
  'hash_policy',
  'max_downstream_connection_duration',
  'max_downstream_connection_duration_jitter_percentage',
  'max_early_data_bytes',
  'check_drain_close',
]);

/** Reads the network filter that hands bytes on. */
export function readTcpProxy(filter: TcpProxy, note: Note): ChainHandler {
  noteUnknownFields(filter, known, (field) => {
    note(`tcp_proxy.${field}`);
  });
  return { kind: 'tcp', statPrefix: filter.stat_prefix, choices: readChoices(filter, note) };
}

function readChoices({ cluster = '', weighted_clusters: weights }: TcpProxy, note: Note): readonly TcpChoice[] {
  if (weights === undefined) return [{ cluster, probability: toRational(1, 1) }];
  const total = weights.clusters.reduce((sum, { weight }) => sum + weight, 0);
  return weights.clusters.map(({ name, weight, metadata_match: metadata }) => {
    if (metadata !== undefined) note('tcp_proxy.weighted_clusters.metadata_match');
    return { cluster: name, probability: toRational(weight, total) };
  });
}
