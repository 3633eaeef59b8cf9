import { pack } from 'envoy-config-types';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ConfigSource } from 'envoy-config-types/envoy/config/core/v3';

const ads: ConfigSource = { ads: {}, resource_api_version: 'V3', initial_fetch_timeout: '5s' };

const HTTP_OPTIONS = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

/** Clusters of the base bootstrap: every discovery type that needs no network to validate, TLS, health checks, outlier detection. */
export const clusters: Cluster[] = [
  {
    name: 'reviews-v1',
    alt_stat_name: 'reviews_v1',
    type: 'EDS',
    eds_cluster_config: { eds_config: ads, service_name: 'reviews/v1' },
    connect_timeout: '0.25s',
    per_connection_buffer_limit_bytes: 32768,
    lb_policy: 'LEAST_REQUEST',
    least_request_lb_config: { choice_count: 3, active_request_bias: { default_value: 1, runtime_key: 'bias' } },
    common_lb_config: { healthy_panic_threshold: { value: 0 }, zone_aware_lb_config: { min_cluster_size: '6' } },
    circuit_breakers: {
      thresholds: [
        {
          priority: 'DEFAULT',
          max_connections: 1024,
          max_pending_requests: 512,
          max_retries: 3,
          retry_budget: { budget_percent: { value: 20 }, min_retry_concurrency: 3 },
        },
        { priority: 'HIGH', max_requests: 10 },
      ],
    },
    outlier_detection: {
      consecutive_5xx: 5,
      interval: '10s',
      base_ejection_time: '30s',
      max_ejection_percent: 50,
      enforcing_consecutive_5xx: 100,
      split_external_local_origin_errors: true,
    },
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(HTTP_OPTIONS, {
        common_http_protocol_options: { max_requests_per_connection: 1000, idle_timeout: '60s' },
        auto_config: {
          http_protocol_options: { accept_http_10: false },
          http2_protocol_options: { max_concurrent_streams: 50 },
        },
      }),
    },
    transport_socket: {
      name: 'tls',
      typed_config: pack('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
        sni: 'reviews.shop.svc',
        common_tls_context: {
          tls_params: { tls_minimum_protocol_version: 'TLSv1_2', cipher_suites: ['ECDHE-ECDSA-AES128-GCM-SHA256'] },
          tls_certificate_sds_secret_configs: [{ name: 'client', sds_config: ads }],
          combined_validation_context: {
            default_validation_context: {
              match_typed_subject_alt_names: [
                { san_type: 'URI', matcher: { exact: 'spiffe://example.org/ns/shop/sa/reviews' } },
              ],
            },
            validation_context_sds_secret_config: { name: 'roots', sds_config: ads },
          },
          alpn_protocols: ['h2'],
        },
      }),
    },
    metadata: { filter_metadata: { meshwright: { service: 'reviews' } } },
  },
  {
    name: 'reviews-v2',
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: {
      cluster_name: 'reviews-v2',
      endpoints: [
        {
          locality: { region: 'eu', zone: 'eu-1' },
          load_balancing_weight: 3,
          priority: 0,
          lb_endpoints: [
            {
              endpoint: {
                address: { socket_address: { address: '10.0.0.1', port_value: 8080 } },
                health_check_config: { port_value: 9000 },
              },
              health_status: 'HEALTHY',
              load_balancing_weight: 2,
            },
            {
              endpoint: {
                address: { socket_address: { address: '10.0.0.2', port_value: 8080, protocol: 'TCP' } },
                additional_addresses: [{ address: { socket_address: { address: '::1', port_value: 8080 } } }],
              },
            },
          ],
        },
      ],
      policy: { overprovisioning_factor: 140 },
    },
    load_balancing_policy: {
      policies: [
        {
          typed_extension_config: {
            name: 'ring',
            typed_config: pack('envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash', {
              minimum_ring_size: '1024',
              hash_function: 'XX_HASH',
            }),
          },
        },
      ],
    },
    health_checks: [
      {
        timeout: '1s',
        interval: '5s',
        interval_jitter_percent: 10,
        unhealthy_threshold: 3,
        healthy_threshold: 2,
        http_health_check: {
          path: '/healthz',
          host: 'reviews',
          expected_statuses: [{ start: 200, end: 300 }],
          codec_client_type: 'HTTP2',
        },
        no_traffic_interval: '60s',
      },
    ],
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(HTTP_OPTIONS, {
        explicit_http_config: { http2_protocol_options: {} },
      }),
    },
  },
  {
    name: 'authz',
    type: 'STRICT_DNS',
    connect_timeout: '0.5s',
    dns_lookup_family: 'V4_PREFERRED',
    lb_policy: 'ROUND_ROBIN',
    round_robin_lb_config: {
      slow_start_config: { slow_start_window: '30s', aggression: { default_value: 1.5, runtime_key: 'slow' } },
    },
    load_assignment: {
      cluster_name: 'authz',
      endpoints: [
        { lb_endpoints: [{ endpoint: { address: { socket_address: { address: 'authz.local', port_value: 9000 } } } }] },
      ],
    },
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(HTTP_OPTIONS, {
        explicit_http_config: {
          http2_protocol_options: {
            connection_keepalive: { interval: '30s', timeout: '5s', interval_jitter: { value: 15 } },
          },
        },
      }),
    },
    upstream_connection_options: { tcp_keepalive: { keepalive_probes: 3, keepalive_time: 60 } },
  },
  {
    name: 'passthrough',
    type: 'ORIGINAL_DST',
    connect_timeout: '1s',
    lb_policy: 'CLUSTER_PROVIDED',
    original_dst_lb_config: { use_http_header: false },
  },
];
