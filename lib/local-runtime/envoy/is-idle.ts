import type { EnvoyAdmin } from './envoy-admin.js';

const onTheirWay = /^(http\.(inbound|gateway)\/.*\.downstream_rq_active|listener\.inbound\/.*\.downstream_cx_active)$/;

/**
 * Whether nothing is on its way into an Envoy. Callers drop their idle connections to an endpoint that has gone, so that
 * what is left are connections in use.
 */
export async function isIdle(admin: EnvoyAdmin, signal: AbortSignal): Promise<boolean> {
  const active = await admin.stats(onTheirWay, signal);
  return [...active.values()].every((count) => count === 0);
}
