/** The ways that connections take. */
export const sidecarTraffics = ['loopback', 'captured'] as const;

/**
 * How the connections of workloads get into their sidecars. `loopback`: workloads dial ports of their sidecar on loopback, and others
 * dial the sidecar's own port. `captured`: in a pod whose connections are redirected, as the manifests of Kubernetes do it.
 */
export type SidecarTraffic = (typeof sidecarTraffics)[number];
