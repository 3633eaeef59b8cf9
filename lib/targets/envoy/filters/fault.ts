import { pack, type Packed } from 'envoy-config-types';
import type { FaultAbort as EnvoyAbort, HTTPFault } from 'envoy-config-types/envoy/extensions/filters/http/fault/v3';
import type { HttpFilter } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import type { FractionalPercent } from 'envoy-config-types/envoy/type/v3';
import type { FaultAbort, FaultPolicy } from '../../../ir/policies/fault.js';
import { durationText } from '../duration-text.js';

/** The name that routes turn the fault filter on by. */
export const faultFilterName = 'envoy.filters.http.fault';

/**
 * The fault filter of a chain. It stands in every outbound chain and is off: a route turns it on, so that faults can be
 * put in and taken out without a change of listeners. Envoy: `HttpFilter.disabled`.
 */
export function faultFilter(): HttpFilter {
  return {
    name: faultFilterName,
    disabled: true,
    typed_config: pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {}),
  };
}

/** The fault of one route. Envoy: `extensions.filters.http.fault.v3.HTTPFault`, in `Route.typed_per_filter_config`. */
export function routeFault(fault: FaultPolicy): Packed<'envoy.extensions.filters.http.fault.v3.HTTPFault'> {
  const config: HTTPFault = {
    // One counter a calling cluster would grow with the mesh.
    disable_downstream_cluster_stats: true,
    ...(fault.delay === undefined
      ? {}
      : {
          delay: {
            fixed_delay: durationText(fault.delay.durationMs),
            percentage: fractionalPercent(fault.delay.percent),
          },
        }),
    ...(fault.abort === undefined ? {} : { abort: abort(fault.abort) }),
  };
  return pack('envoy.extensions.filters.http.fault.v3.HTTPFault', config);
}

function abort({ status, percent }: FaultAbort): EnvoyAbort {
  const percentage = fractionalPercent(percent);
  return status.kind === 'http' ? { http_status: status.code, percentage } : { grpc_status: status.code, percentage };
}

/** Steps of 0.0001 % are what Envoy's finest denominator can say. */
function fractionalPercent(percent: number): FractionalPercent {
  if (Number.isInteger(percent)) return { numerator: percent, denominator: 'HUNDRED' };
  return { numerator: Math.round(percent * 10_000), denominator: 'MILLION' };
}
