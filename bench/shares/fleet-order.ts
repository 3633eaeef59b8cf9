import type { ProxyPlan } from '../xds/server-messages.js';

/** What the process of the simulated proxies is told. */
export interface FleetOrder {
  readonly port: number;
  /** `node` is an encoded `core.v3.Node` in base 64. */
  readonly proxies: readonly { readonly node: string; readonly plan: ProxyPlan }[];
}
