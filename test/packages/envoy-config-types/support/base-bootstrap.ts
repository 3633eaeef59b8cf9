import { pack } from 'envoy-config-types';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { clusters } from './base-clusters.js';
import { httpConnectionManager } from './base-http.js';

const inbound: Listener = {
  name: 'inbound',
  address: { socket_address: { address: '127.0.0.1', port_value: 15006 } },
  traffic_direction: 'INBOUND',
  per_connection_buffer_limit_bytes: 32768,
  listener_filters: [
    { name: 'tls', typed_config: pack('envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector', {}) },
    {
      name: 'http',
      typed_config: pack('envoy.extensions.filters.listener.http_inspector.v3.HttpInspector', {}),
      filter_disabled: { destination_port_range: { start: 9000, end: 9100 } },
    },
  ],
  listener_filters_timeout: '5s',
  filter_chains: [
    {
      name: 'mtls',
      filter_chain_match: {
        server_names: ['reviews.shop.svc'],
        transport_protocol: 'tls',
        application_protocols: ['h2'],
        source_prefix_ranges: [{ address_prefix: '10.0.0.0', prefix_len: 8 }],
      },
      filters: [
        {
          name: 'hcm',
          typed_config: pack(
            'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
            httpConnectionManager,
          ),
        },
      ],
      transport_socket: {
        name: 'tls',
        typed_config: pack('envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
          require_client_certificate: true,
          common_tls_context: {
            tls_certificate_sds_secret_configs: [
              { name: 'server', sds_config: { ads: {}, resource_api_version: 'V3' } },
            ],
            validation_context_sds_secret_config: {
              name: 'roots',
              sds_config: { ads: {}, resource_api_version: 'V3' },
            },
          },
          session_timeout: '3600s',
        }),
      },
      transport_socket_connect_timeout: '5s',
    },
  ],
  default_filter_chain: {
    filters: [
      {
        name: 'limit',
        typed_config: pack('envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit', {
          stat_prefix: 'limit',
          max_connections: '100',
        }),
      },
      {
        name: 'tcp',
        typed_config: pack('envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy', {
          stat_prefix: 'tcp',
          weighted_clusters: { clusters: [{ name: 'reviews-v2', weight: 1 }] },
          idle_timeout: '60s',
          max_connect_attempts: 3,
          hash_policy: [{ source_ip: {} }],
        }),
      },
    ],
  },
  access_log: [
    {
      name: 'file',
      typed_config: pack('envoy.extensions.access_loggers.file.v3.FileAccessLog', {
        path: '/dev/null',
        log_format: { text_format_source: { inline_string: '%START_TIME%\n' } },
      }),
    },
  ],
};

/** A realistic sidecar configuration that Envoy 1.40 accepts; the mutations start from it. */
export const baseBootstrap: Bootstrap = {
  node: {
    id: 'sidecar-1',
    cluster: 'reviews',
    locality: { region: 'eu', zone: 'eu-1' },
    metadata: { app: 'reviews', revision: 3 },
  },
  admin: { address: { socket_address: { address: '127.0.0.1', port_value: 0 } }, profile_path: '/dev/null' },
  dynamic_resources: {
    ads_config: {
      api_type: 'DELTA_GRPC',
      transport_api_version: 'V3',
      grpc_services: [
        { envoy_grpc: { cluster_name: 'authz', authority: 'xds' }, initial_metadata: [{ key: 'x-token', value: 't' }] },
      ],
      set_node_on_first_message_only: true,
    },
    cds_config: { ads: {}, resource_api_version: 'V3' },
    lds_config: { ads: {}, resource_api_version: 'V3' },
  },
  static_resources: {
    listeners: [inbound],
    clusters,
    secrets: [{ name: 'token', generic_secret: { secret: { inline_string: 's' } } }],
  },
  stats_sinks: [
    {
      name: 'envoy.stat_sinks.statsd',
      typed_config: pack('envoy.config.metrics.v3.StatsdSink', {
        address: { socket_address: { address: '127.0.0.1', port_value: 8125, protocol: 'UDP' } },
        prefix: 'mesh',
      }),
    },
  ],
  stats_config: {
    stats_tags: [{ tag_name: 'service', regex: '^cluster\\.((.+?)\\.)' }],
    stats_matcher: { exclusion_list: { patterns: [{ prefix: 'vhost.' }] } },
  },
  stats_flush_interval: '5s',
  layered_runtime: {
    layers: [
      { name: 'static', static_layer: { 're2.max_program_size.error_level': 1000 } },
      { name: 'admin', admin_layer: {} },
    ],
  },
  overload_manager: {
    refresh_interval: '0.25s',
    resource_monitors: [
      {
        name: 'heap',
        typed_config: pack('envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig', {
          max_heap_size_bytes: '1073741824',
        }),
      },
      {
        name: 'envoy.resource_monitors.global_downstream_max_connections',
        typed_config: pack('envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig', {
          max_active_downstream_connections: 1000,
        }),
      },
    ],
    actions: [
      {
        name: 'envoy.overload_actions.stop_accepting_requests',
        triggers: [{ name: 'heap', threshold: { value: 0.95 } }],
      },
      {
        name: 'envoy.overload_actions.shrink_heap',
        triggers: [{ name: 'heap', scaled: { scaling_threshold: 0.5, saturation_threshold: 0.9 } }],
      },
    ],
  },
};
