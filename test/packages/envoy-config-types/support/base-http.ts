import { pack } from 'envoy-config-types';
import type {
  HttpConnectionManager,
  HttpFilter,
} from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import type { Route, RouteConfiguration, VirtualHost } from 'envoy-config-types/envoy/config/route/v3';

/** A public key made for this test; Envoy refuses a provider without a valid one. */
const jwks =
  '{"keys":[{"kty":"EC","x":"s1FehS9J3n-5RD2IC3Z4guTT_Hjc5n-2ib7d3fKJapM","y":"UKZvLjs_eicSWzsQy0TwMrqQwhvIkuOLhfq03GUUR9Y","crv":"P-256","kid":"k","alg":"ES256"}]}';

const routes: Route[] = [
  {
    name: 'canary',
    match: {
      path_separated_prefix: '/api',
      headers: [
        { name: 'x-canary', string_match: { exact: 'always', ignore_case: true } },
        { name: 'x-size', range_match: { start: 1, end: '100' } },
      ],
      query_parameters: [{ name: 'debug', present_match: true }],
      runtime_fraction: { default_value: { numerator: 10, denominator: 'TEN_THOUSAND' }, runtime_key: 'canary' },
    },
    route: {
      weighted_clusters: {
        clusters: [
          {
            name: 'reviews-v1',
            weight: 90,
            request_headers_to_add: [
              { header: { key: 'x-version', value: 'v1' }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' },
            ],
          },
          { name: 'reviews-v2', weight: 10 },
        ],
      },
      timeout: '5s',
      idle_timeout: '0s',
      retry_policy: {
        retry_on: '5xx,reset',
        num_retries: 2,
        per_try_timeout: '1.5s',
        retry_back_off: { base_interval: '0.025s', max_interval: '0.25s' },
        retry_host_predicate: [
          {
            name: 'previous',
            typed_config: pack('envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate', {}),
          },
        ],
        host_selection_retry_max_attempts: '3',
      },
      hash_policy: [
        { header: { header_name: 'x-user' }, terminal: true },
        { cookie: { name: 'session', ttl: '60s', path: '/' } },
      ],
      request_mirror_policies: [
        { cluster: 'reviews-v2', runtime_fraction: { default_value: { numerator: 1, denominator: 'HUNDRED' } } },
      ],
      regex_rewrite: { pattern: { regex: '^/api/(.*)$' }, substitution: '/\\1' },
      upgrade_configs: [{ upgrade_type: 'websocket', enabled: true }],
      max_stream_duration: { max_stream_duration: '30s', grpc_timeout_header_max: '10s' },
    },
    typed_per_filter_config: {
      'envoy.filters.http.fault': pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {
        abort: { http_status: 503, percentage: { numerator: 5 } },
      }),
      'envoy.filters.http.cors': pack('envoy.extensions.filters.http.cors.v3.CorsPolicy', {
        allow_origin_string_match: [{ prefix: 'https://' }],
        allow_methods: 'GET',
        max_age: '600',
      }),
    },
    request_headers_to_remove: ['x-internal'],
    metadata: { filter_metadata: { meshwright: { owner: 'shop', tags: ['a', 1, true, null] } } },
  },
  {
    match: { safe_regex: { regex: '^/legacy/.+$' } },
    redirect: {
      host_redirect: 'example.com',
      https_redirect: true,
      response_code: 'PERMANENT_REDIRECT',
      strip_query: true,
    },
  },
  { match: { path: '/healthz' }, direct_response: { status: 200, body: { inline_string: 'ok' } } },
  {
    match: { prefix: '/' },
    route: { cluster: 'reviews-v1', prefix_rewrite: '/v1/', host_rewrite_literal: 'reviews', priority: 'HIGH' },
  },
];

const virtualHosts: VirtualHost[] = [
  {
    name: 'reviews',
    domains: ['reviews.example.com', '*.reviews.local'],
    routes,
    require_tls: 'NONE',
    rate_limits: [
      {
        actions: [
          { request_headers: { header_name: 'x-user', descriptor_key: 'user' } },
          { generic_key: { descriptor_value: 'reviews' } },
          { remote_address: {} },
        ],
      },
    ],
    response_headers_to_add: [{ header: { key: 'x-mesh', value: '%PROTOCOL%' }, keep_empty_value: true }],
    include_request_attempt_count: true,
  },
  { name: 'rest', domains: ['*'], routes: [{ match: { prefix: '/' }, direct_response: { status: 404 } }] },
];

/** Routes of the base bootstrap. */
export const routeConfiguration: RouteConfiguration = {
  name: 'local',
  virtual_hosts: virtualHosts,
  internal_only_headers: ['x-secret'],
  validate_clusters: true,
  max_direct_response_body_size_bytes: 8192,
};

const httpFilters: HttpFilter[] = [
  { name: 'cors', typed_config: pack('envoy.extensions.filters.http.cors.v3.Cors', {}) },
  {
    name: 'jwt',
    typed_config: pack('envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication', {
      providers: {
        issuer: {
          issuer: 'https://issuer.example.com',
          audiences: ['reviews'],
          from_headers: [{ name: 'Authorization', value_prefix: 'Bearer ' }],
          local_jwks: { inline_string: jwks },
          clock_skew_seconds: 30,
        },
      },
      rules: [
        {
          match: { prefix: '/' },
          requires: { requires_any: { requirements: [{ provider_name: 'issuer' }, { allow_missing: {} }] } },
        },
      ],
    }),
  },
  {
    name: 'rbac',
    typed_config: pack('envoy.extensions.filters.http.rbac.v3.RBAC', {
      rules: {
        action: 'ALLOW',
        policies: {
          callers: {
            permissions: [
              {
                and_rules: {
                  rules: [
                    { header: { name: ':method', string_match: { exact: 'GET' } } },
                    { url_path: { path: { prefix: '/api' } } },
                  ],
                },
              },
            ],
            principals: [
              { authenticated: { principal_name: { exact: 'spiffe://example.org/ns/shop/sa/web' } } },
              { direct_remote_ip: { address_prefix: '10.0.0.0', prefix_len: 8 } },
            ],
          },
        },
      },
    }),
  },
  {
    name: 'ext_authz',
    typed_config: pack('envoy.extensions.filters.http.ext_authz.v3.ExtAuthz', {
      grpc_service: { envoy_grpc: { cluster_name: 'authz' }, timeout: '0.25s' },
      transport_api_version: 'V3',
      failure_mode_allow: false,
      with_request_body: { max_request_bytes: 1024, allow_partial_message: true },
      status_on_error: { code: 'ServiceUnavailable' },
    }),
  },
  {
    name: 'local_ratelimit',
    typed_config: pack('envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit', {
      stat_prefix: 'local',
      token_bucket: { max_tokens: 100, tokens_per_fill: 10, fill_interval: '1s' },
      filter_enabled: { default_value: { numerator: 100, denominator: 'HUNDRED' } },
      filter_enforced: { default_value: { numerator: 100 } },
    }),
  },
  {
    name: 'envoy.filters.http.fault',
    typed_config: pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {
      delay: { fixed_delay: '0.1s', percentage: { numerator: 1 } },
    }),
  },
  {
    name: 'compressor',
    typed_config: pack('envoy.extensions.filters.http.compressor.v3.Compressor', {
      response_direction_config: { common_config: { min_content_length: 100 } },
      compressor_library: {
        name: 'gzip',
        typed_config: pack('envoy.extensions.compression.gzip.compressor.v3.Gzip', {
          memory_level: 5,
          window_bits: 12,
          compression_level: 'BEST_SPEED',
        }),
      },
    }),
  },
  {
    name: 'lua',
    typed_config: pack('envoy.extensions.filters.http.lua.v3.Lua', {
      default_source_code: { inline_string: 'function envoy_on_request(handle) end' },
    }),
  },
  {
    name: 'router',
    typed_config: pack('envoy.extensions.filters.http.router.v3.Router', {
      suppress_envoy_headers: true,
      dynamic_stats: true,
    }),
  },
];

/** The HTTP connection manager of the base bootstrap: nine filters, access log, tracing. */
export const httpConnectionManager: HttpConnectionManager = {
  stat_prefix: 'inbound',
  codec_type: 'AUTO',
  route_config: routeConfiguration,
  http_filters: httpFilters,
  common_http_protocol_options: {
    idle_timeout: '3600s',
    max_headers_count: 100,
    headers_with_underscores_action: 'REJECT_REQUEST',
  },
  http2_protocol_options: {
    max_concurrent_streams: 100,
    initial_stream_window_size: 65536,
    connection_keepalive: { interval: '30s', timeout: '5s' },
  },
  stream_idle_timeout: '300s',
  request_timeout: '60s',
  drain_timeout: '5s',
  delayed_close_timeout: '1s',
  use_remote_address: true,
  xff_num_trusted_hops: 1,
  forward_client_cert_details: 'SANITIZE_SET',
  set_current_client_cert_details: { subject: true, uri: true },
  server_header_transformation: 'PASS_THROUGH',
  normalize_path: true,
  path_with_escaped_slashes_action: 'UNESCAPE_AND_REDIRECT',
  tracing: {
    random_sampling: { value: 12.5 },
    custom_tags: [
      { tag: 'env', literal: { value: 'test' } },
      { tag: 'user', request_header: { name: 'x-user', default_value: 'none' } },
    ],
    provider: {
      name: 'envoy.tracers.opentelemetry',
      typed_config: pack('envoy.config.trace.v3.OpenTelemetryConfig', {
        grpc_service: { envoy_grpc: { cluster_name: 'authz' } },
        service_name: 'reviews',
      }),
    },
  },
  access_log: [
    {
      name: 'stdout',
      filter: {
        or_filter: {
          filters: [
            { status_code_filter: { comparison: { op: 'GE', value: { default_value: 500, runtime_key: 'log' } } } },
            { duration_filter: { comparison: { op: 'GE', value: { default_value: 1000, runtime_key: 'slow' } } } },
          ],
        },
      },
      typed_config: pack('envoy.extensions.access_loggers.stream.v3.StdoutAccessLog', {
        log_format: { json_format: { method: '%REQ(:METHOD)%', code: '%RESPONSE_CODE%' } },
      }),
    },
  ],
  local_reply_config: {
    mappers: [
      {
        filter: { response_flag_filter: { flags: ['UH', 'UF'] } },
        status_code: 502,
        body: { inline_string: 'no upstream' },
      },
    ],
  },
};
