import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import { proxyPorts } from '../../../envoy-resources/proxy-ports.js';
import { loadAssignment } from '../clusters/load-assignment.js';

/** The proxy's own admin interface, as a cluster for the pages of it that are opened. */
export const adminCluster: Cluster = Object.freeze({
  name: 'admin',
  type: 'STATIC',
  connect_timeout: '1s',
  load_assignment: loadAssignment('admin', [{ address: '127.0.0.1', port: proxyPorts.admin }]),
} satisfies Cluster);
