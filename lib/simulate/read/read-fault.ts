import type { FaultAbort, HTTPFault } from 'envoy-config-types/envoy/extensions/filters/http/fault/v3';
import type { FaultRule } from '../route/fault-rule.js';
import { durationMs } from './duration-ms.js';
import { noteUnknownFields } from './note-unknown-fields.js';
import { readHeaderCondition } from './read-header-condition.js';
import { readShare } from './read-share.js';

const known = new Set([
  '@type',
  'delay',
  'abort',
  'upstream_cluster',
  'headers',
  'disable_downstream_cluster_stats',
  'filter_metadata',
]);

/** Reads the configuration of a fault filter. */
export function readFault(fault: HTTPFault): FaultRule {
  const unknown: string[] = [];
  const note = (field: string): void => void unknown.push(field);
  noteUnknownFields(fault, known, note);
  const { delay } = fault;
  if (delay?.header_delay !== undefined) note('delay.header_delay');
  return {
    headers: (fault.headers ?? []).map((header) => readHeaderCondition(header, note)),
    cluster: fault.upstream_cluster === '' ? undefined : fault.upstream_cluster,
    delay:
      delay?.fixed_delay === undefined
        ? undefined
        : { durationMs: durationMs(delay.fixed_delay), probability: readShare(delay.percentage) },
    abort: fault.abort === undefined ? undefined : readAbort(fault.abort, note),
    unknown,
  };
}

function readAbort(abort: FaultAbort, note: (field: string) => void): FaultRule['abort'] {
  const probability = readShare(abort.percentage);
  if (abort.http_status !== undefined) return { status: abort.http_status, probability };
  if (abort.grpc_status !== undefined) {
    // The HTTP status is 200, whether or not the client speaks gRPC.
    return { status: 200, grpcStatus: abort.grpc_status, probability };
  }
  note('abort.header_abort');
  return undefined;
}
