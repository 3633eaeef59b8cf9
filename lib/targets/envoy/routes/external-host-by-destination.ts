import type { MeshIr } from '../../../ir/mesh-ir.js';

/** First host of each external service, by the names of its destinations. */
export function externalHostByDestination(ir: MeshIr): ReadonlyMap<string, string> {
  return new Map(
    ir.externalServices.flatMap(({ name, ports, hosts }) => {
      const [host] = hosts;
      return host === undefined ? [] : ports.map((port): [string, string] => [`external/${name}/${port.name}`, host]);
    }),
  );
}
