import { recordsAt } from '../../../simulate/config-dump/records-at.js';

/**
 * Endpoints of a cluster in a form that does not depend on who tells of them: Envoy puts its dump of them together anew, with
 * their health and with defaults written out. Normal form in, sorted form out.
 */
export function comparableEndpoints(assignment: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const endpoints = recordsAt(assignment, ['endpoints']).flatMap((group) => {
    const [locality = {}] = recordsAt(group, ['locality']);
    return recordsAt(group, ['lb_endpoints']).map((endpoint): readonly [string, unknown] => {
      const [socket = {}] = recordsAt(endpoint, ['endpoint', 'address', 'socket_address']);
      const place = [group['priority'] ?? 0, locality['region'] ?? '', locality['zone'] ?? ''].map(String).join('/');
      return [
        `${String(socket['address'])}:${String(socket['port_value'])}`,
        { place, weight: endpoint['load_balancing_weight'] ?? 1 },
      ];
    });
  });
  return { cluster_name: assignment['cluster_name'] ?? '', endpoints: Object.fromEntries(endpoints) };
}
