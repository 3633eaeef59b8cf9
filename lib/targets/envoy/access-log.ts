import { pack } from 'envoy-config-types';
import type { AccessLog } from 'envoy-config-types/envoy/config/accesslog/v3';
import type { JsonObject } from 'envoy-config-types';

/** Which way the logged traffic goes, seen from the workload. */
export type AccessLogDirection = 'inbound' | 'outbound' | 'gateway';

/**
 * One JSON line on stdout for each request or connection. Envoy writes the keys sorted and a field without value as
 * null. Envoy: `extensions.access_loggers.stream.v3.StdoutAccessLog`.
 */
export function accessLog(protocol: 'http' | 'tcp', direction: AccessLogDirection): AccessLog[] {
  const fields = protocol === 'http' ? { ...connectionFields, ...requestFields } : connectionFields;
  return [
    {
      name: 'envoy.access_loggers.stdout',
      typed_config: pack('envoy.extensions.access_loggers.stream.v3.StdoutAccessLog', {
        log_format: { json_format: { ...fields, direction } },
      }),
    },
  ];
}

const connectionFields = {
  bytes_received: '%BYTES_RECEIVED%',
  bytes_sent: '%BYTES_SENT%',
  downstream_address: '%DOWNSTREAM_REMOTE_ADDRESS%',
  duration_ms: '%DURATION%',
  flags: '%RESPONSE_FLAGS%',
  time: '%START_TIME%',
  upstream_cluster: '%UPSTREAM_CLUSTER_RAW%',
  upstream_failure: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
  upstream_host: '%UPSTREAM_HOST%',
} as const satisfies JsonObject;

const requestFields = {
  attempts: '%UPSTREAM_REQUEST_ATTEMPT_COUNT%',
  authority: '%REQ(:AUTHORITY)%',
  grpc_status: '%GRPC_STATUS_NUMBER%',
  method: '%REQ(:METHOD)%',
  path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
  protocol: '%PROTOCOL%',
  request_id: '%REQ(X-REQUEST-ID)%',
  response_code_details: '%RESPONSE_CODE_DETAILS%',
  route: '%ROUTE_NAME%',
  status: '%RESPONSE_CODE%',
  user_agent: '%REQ(USER-AGENT)%',
} as const satisfies JsonObject;
