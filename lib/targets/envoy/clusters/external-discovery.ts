import { isIP } from 'node:net';
import type { ExternalService } from '../../../ir/external-service.js';
import type { Port } from '../../../ir/port.js';
import type { ClusterDiscovery } from './cluster-discovery.js';
import { dnsDiscovery } from './dns-discovery.js';
import { loadAssignment } from './load-assignment.js';

/** Which endpoints an external service has. */
export interface ExternalDiscoveryInput {
  readonly clusterName: string;
  readonly service: ExternalService;
  readonly port: Port;
  /** The name that is resolved where the service has no fixed addresses. */
  readonly host: string;
}

/** Where an external service is found: fixed addresses, else the host by DNS. */
export function externalDiscovery({ clusterName, service, port, host }: ExternalDiscoveryInput): ClusterDiscovery {
  const name = clusterName;
  if (service.endpoints.length === 0) {
    return {
      name,
      cluster_type: dnsDiscovery('one-name'),
      load_assignment: loadAssignment(clusterName, [{ address: host, port: port.targetPort }]),
    };
  }
  const assignment = loadAssignment(
    clusterName,
    service.endpoints.map((endpoint) => ({ address: endpoint.address, port: endpoint.port ?? port.targetPort })),
  );
  return service.endpoints.every(({ address }) => isIP(address) !== 0)
    ? { name, type: 'STATIC', load_assignment: assignment }
    : { name, cluster_type: dnsDiscovery('every-address'), load_assignment: assignment };
}
