/** Ports of a control plane. */
export const controlPlanePorts = Object.freeze({
  /** Proxies ask here for their configuration. */
  xds: 18000,
  /** The mesh API, health and metrics. */
  api: 15050,
});
