/**
 * Finds out which config types Envoy takes in each kind of slot: puts every known type, empty, into the slot of each
 * category and reads whether Envoy finds a factory for it. A category may be listed in `strictCategories` of
 * data/extension-overrides.json when this shows no type that Envoy takes and the list lacks.
 * Usage: node tools/probe-categories.mjs PATH-TO-ENVOY [CATEGORY...]   (50 ms a type; minutes for all)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HCM = 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const ROUTER = {
  name: 'router',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
};
const address = { socket_address: { address: '127.0.0.1', port_value: 0 } };
const named = (config) => ({ name: 'probe', typed_config: config });

const bootstrap = (resources, more = {}) => ({ static_resources: resources, ...more });
const listener = (fields) => bootstrap({ listeners: [{ name: 'l', address, ...fields }] });
const network = (filter) => listener({ filter_chains: [{ filters: [filter] }] });
const http = (fields) =>
  network({
    name: 'hcm',
    typed_config: { '@type': HCM, stat_prefix: 'p', route_config: {}, http_filters: [ROUTER], ...fields },
  });
const routed = (action) =>
  http({
    route_config: {
      virtual_hosts: [
        { name: 'v', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster_header: 'x', ...action } }] },
      ],
    },
  });
const cluster = (fields) => bootstrap({ clusters: [{ name: 'c', connect_timeout: '1s', ...fields }] });

/** One configuration a category, with the probed config in the category's slot. */
const SLOTS = {
  'envoy.filters.network': (config) => network(named(config)),
  'envoy.filters.http': (config) => http({ http_filters: [named(config), ROUTER] }),
  'envoy.filters.http.upstream': (config) =>
    http({
      http_filters: [
        { name: 'router', typed_config: { ...ROUTER.typed_config, upstream_http_filters: [named(config)] } },
      ],
    }),
  'envoy.filters.listener': (config) => listener({ listener_filters: [named(config)], filter_chains: [{}] }),
  'envoy.filters.udp_listener': (config) =>
    bootstrap({
      listeners: [
        {
          name: 'l',
          address: { socket_address: { ...address.socket_address, protocol: 'UDP' } },
          udp_listener_config: {},
          listener_filters: [named(config)],
        },
      ],
    }),
  // Per-route configs: every type of envoy.filters.http is taken too, so those count as missing here.
  'envoy.route.filter_config': (config) => http({ route_config: { typed_per_filter_config: { probe: config } } }),
  'envoy.transport_sockets.downstream': (config) => listener({ filter_chains: [{ transport_socket: named(config) }] }),
  'envoy.transport_sockets.upstream': (config) => cluster({ transport_socket: named(config) }),
  'envoy.access_loggers': (config) => listener({ access_log: [named(config)], filter_chains: [{}] }),
  'envoy.stats_sinks': (config) => bootstrap({}, { stats_sinks: [named(config)] }),
  'envoy.tracers': (config) => http({ tracing: { provider: named(config) } }),
  'envoy.clusters': (config) => cluster({ cluster_type: named(config) }),
  'envoy.load_balancing_policies': (config) =>
    cluster({ load_balancing_policy: { policies: [{ typed_extension_config: named(config) }] } }),
  'envoy.resource_monitors': (config) => bootstrap({}, { overload_manager: { resource_monitors: [named(config)] } }),
  'envoy.health_checkers': (config) =>
    cluster({
      health_checks: [
        {
          timeout: '1s',
          interval: '1s',
          unhealthy_threshold: 1,
          healthy_threshold: 1,
          custom_health_check: named(config),
        },
      ],
    }),
  'envoy.retry_host_predicates': (config) =>
    routed({ retry_policy: { retry_on: '5xx', retry_host_predicate: [named(config)] } }),
  'envoy.retry_priorities': (config) => routed({ retry_policy: { retry_on: '5xx', retry_priority: named(config) } }),
  'envoy.compression.compressor': (config) =>
    http({
      http_filters: [
        named({
          '@type': 'type.googleapis.com/envoy.extensions.filters.http.compressor.v3.Compressor',
          compressor_library: named(config),
        }),
        ROUTER,
      ],
    }),
  'envoy.bootstrap': (config) => bootstrap({}, { bootstrap_extensions: [named(config)] }),
  'envoy.request_id': (config) => http({ request_id_extension: { typed_config: config } }),
  'envoy.http.original_ip_detection': (config) => http({ original_ip_detection_extensions: [named(config)] }),
  'envoy.internal_redirect_predicates': (config) =>
    routed({ internal_redirect_policy: { predicates: [named(config)] } }),
  'envoy.filters.upstream_network': (config) => cluster({ filters: [named(config)] }),
};

const [envoy, ...chosen] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(new URL('../generated/schema.json', import.meta.url), 'utf8'));
const types = [...new Set(Object.values(schema.typesByCategory).flat())].sort();
const directory = mkdtempSync(join(tmpdir(), 'envoy-probe-'));
const file = join(directory, 'probe.json');

/** True when Envoy has a factory for the type in this slot, whatever it then says about the empty config. */
function takes(config) {
  writeFileSync(file, JSON.stringify(config));
  const { stderr } = spawnSync(envoy, ['--mode', 'validate', '-c', file, '-l', 'error', '--use-dynamic-base-id'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return !/Didn't find a registered|could not find @type|no such type|unable to find/i.test(stderr);
}

for (const [category, slot] of Object.entries(SLOTS)) {
  if (chosen.length > 0 && !chosen.includes(category)) continue;
  const listed = new Set(schema.typesByCategory[category]);
  const taken = types.filter((type) => takes(slot({ '@type': `type.googleapis.com/${type}` })));
  const missing = taken.filter((type) => !listed.has(type));
  const refused = [...listed].filter((type) => !taken.includes(type));
  console.log(
    JSON.stringify({ category, taken: taken.length, missing: missing.length > 20 ? missing.length : missing, refused }),
  );
}
rmSync(directory, { recursive: true });
