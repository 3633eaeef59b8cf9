import type { components } from '../../mesh-api/client/generated.js';
import { renderTable } from './render-table.js';

/** Writes instances for people. */
export function instanceTable(instances: readonly components['schemas']['Instance'][]): string {
  return renderTable(
    ['SERVICE', 'ID', 'STATUS', 'VERSION', 'ADDRESS', 'PORTS', 'WEIGHT', 'ZONE'],
    instances.map(({ service, id, status, version, address, ports, weight, region, zone }) => [
      service,
      id,
      status,
      version,
      address,
      Object.entries(ports)
        .map(([name, port]) => `${name}=${String(port)}`)
        .join(','),
      String(weight),
      [region, zone].filter((part) => part !== undefined).join('/'),
    ]),
  );
}
