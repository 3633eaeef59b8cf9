import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import { noteUnknownFields } from '../note-unknown-fields.js';

/** Read elsewhere, or about statistics, the admin interface, DNS, secrets and load: none decides over a request. */
const known = new Set([
  'node',
  'node_context_params',
  'static_resources',
  'dynamic_resources',
  'cluster_manager',
  'hds_config',
  'flags_path',
  'stats_sinks',
  'deferred_stat_options',
  'stats_config',
  'stats_flush_interval',
  'stats_flush_on_admin',
  'stats_eviction_interval',
  'watchdog',
  'watchdogs',
  'tracing',
  'layered_runtime',
  'admin',
  'overload_manager',
  'enable_dispatcher_stats',
  'stats_server_version_override',
  'use_tcp_for_dns_lookups',
  'dns_resolution_config',
  'typed_dns_resolver_config',
  'fatal_actions',
  'config_sources',
  'default_config_source',
  'certificate_provider_instances',
  'perf_tracing_file_path',
  'xds_delegate_extension',
  'xds_config_tracker_extension',
  'application_log_config',
  'grpc_async_client_manager_config',
  'memory_allocator_manager',
  'enable_worker_cpu_affinity',
]);
/** Limits of what a configuration may say, and of load. */
const harmlessRuntimeKeys = /^(re2\.max_program_size\.|overload\.|envoy\.resource_limits\.)/;

/** What the bootstrap says that may change decisions and that the simulator does not know. */
export function readBootstrapUnknowns(bootstrap: Bootstrap): readonly string[] {
  const unknown: string[] = [];
  const note = (field: string): void => void unknown.push(`bootstrap: ${field}`);
  noteUnknownFields(bootstrap, known, note);
  // Zones weigh endpoints by where the proxy itself stands.
  if (bootstrap.cluster_manager?.local_cluster_name !== undefined) note('cluster_manager.local_cluster_name');
  for (const layer of bootstrap.layered_runtime?.layers ?? []) {
    if (layer.disk_layer !== undefined || layer.rtds_layer !== undefined)
      note(`layered_runtime: layer "${layer.name}"`);
    for (const key of runtimeKeys(layer.static_layer ?? {}))
      if (!harmlessRuntimeKeys.test(key)) note(`layered_runtime: ${key}`);
  }
  return unknown;
}

/** The keys of a layer: `a: { b: 1 }` is the same as `a.b: 1`. */
function runtimeKeys(values: object): readonly string[] {
  return Object.entries(values).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !isFraction(value)
      ? runtimeKeys(value).map((inner) => `${key}.${inner}`)
      : [key],
  );
}

function isFraction(value: object): boolean {
  return 'numerator' in value || 'denominator' in value;
}
