import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Callee } from '../callee.js';
import { Misuse } from '../misuse.js';

/** The URL of a connection of bytes: as written, or of a service's only TCP port, or of the port named. */
export function connectionUrl(ir: MeshIr, target: Callee): string {
  if (typeof target === 'string' && target.includes('://')) return target;
  const [name, portName] =
    typeof target === 'string'
      ? [target, undefined]
      : target.kind === 'port-reference'
        ? [target.target.name, target.port]
        : [target.name, undefined];
  const service = [...ir.services, ...ir.externalServices].find((each) => each.name === name);
  if (service === undefined)
    throw new Misuse(`the mesh "${ir.name}" has no service "${name}"`, 'a URL begins with tcp:// or tls://');
  const candidates = service.ports.filter((port) =>
    portName === undefined ? port.protocol === 'tcp' : port.name === portName,
  );
  const [port, ...others] = candidates;
  if (port === undefined)
    throw new Misuse(`"${name}" has no ${portName === undefined ? 'TCP port' : `port "${portName}"`}`);
  if (others.length > 0)
    throw new Misuse(`"${name}" has several TCP ports`, `name one: connect(${name}.port('${port.name}'))`);
  const host = 'hosts' in service ? (service.hosts[0] ?? name) : name;
  return `tcp://${host}:${port.number}`;
}
