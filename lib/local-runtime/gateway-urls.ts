import type { EffectiveMesh } from '../ir/effective-mesh.js';
import type { GatewayUrl } from './local-report.js';
import type { RunningInstance } from './start-instance.js';

/** Says where the gateways of a mesh are reached, in the order of the mesh. */
export function gatewayUrls(
  mesh: EffectiveMesh | undefined,
  instances: ReadonlyMap<string, RunningInstance>,
): readonly GatewayUrl[] {
  return (mesh?.ir.gateways ?? []).flatMap(({ name: gateway, ports }) =>
    ports.flatMap(({ name: port }) => {
      const number = instances.get(gateway)?.ports.inboundPorts[port];
      return number === undefined ? [] : [{ gateway, port, url: `http://127.0.0.1:${String(number)}` }];
    }),
  );
}
