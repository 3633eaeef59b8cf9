import type { HttpFilter } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import { faultFilter } from './fault.js';
import { grpcStatsFilter } from './grpc-stats.js';
import { httpFilterOrder, type HttpFilterSlug } from './order.js';
import { routerFilter } from './router.js';

const filterBySlug = {
  fault: faultFilter,
  'grpc-stats': grpcStatsFilter,
  router: routerFilter,
} satisfies Record<HttpFilterSlug, () => HttpFilter>;

/**
 * A filter chain with the given filters, in the one order there is; the router is always there.
 */
export function httpFilters(wanted: readonly Exclude<HttpFilterSlug, 'router'>[]): HttpFilter[] {
  return httpFilterOrder
    .filter((slug) => slug === 'router' || wanted.includes(slug))
    .map((slug) => filterBySlug[slug]());
}
