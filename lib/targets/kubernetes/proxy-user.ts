/**
 * User and group that every proxy runs as. The redirect rules know the proxy's own connections by it, so a workload
 * that ran as this user would go around its proxy.
 */
export const proxyUser = 1337;
