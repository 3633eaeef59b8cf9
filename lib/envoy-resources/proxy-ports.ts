/** Ports that the proxy of a pod keeps for itself; a workload cannot have them. */
export const proxyPorts = Object.freeze({
  /** Admin interface; reachable inside the pod only. */
  admin: 15000,
  /** Takes the connections that the workload opens. */
  outbound: 15001,
  /** Takes the connections that others open to the workload. */
  inbound: 15006,
  /** Answers `/healthz/ready`. */
  ready: 15021,
  /** Answers `/stats/prometheus`. */
  metrics: 15090,
});
