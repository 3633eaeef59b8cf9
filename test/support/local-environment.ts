import type { EffectiveMesh } from '../../lib/ir/effective-mesh.js';
import type { LocalEnvironment, LocalInstance } from '../../lib/targets/envoy/environment.js';

/** An environment with ports counted up from 20000; for tests that start nothing. */
export function localEnvironment(mesh: EffectiveMesh): LocalEnvironment {
  let port = 20_000;
  const ports = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, port++]));
  const instances: Record<string, LocalInstance> = {};
  for (const proxy of mesh.proxies) {
    const { kind, name: owner } = proxy;
    if (proxy.kind === 'gateway') {
      const inboundPorts = ports(proxy.ports.map((served) => served.port.name));
      instances[owner] = { kind, owner, adminPort: port++, inboundPorts, workloadPorts: {}, outboundPorts: {} };
      continue;
    }
    const own = proxy.service.ports.map(({ name }) => name);
    for (const { name: version } of proxy.service.versions) {
      instances[`${owner}/${version}`] = {
        kind,
        owner,
        version,
        adminPort: port++,
        inboundPorts: ports(own),
        workloadPorts: ports(own),
        outboundPorts: ports(proxy.outbound.map(({ callee, port: { name } }) => `${callee.service.name}/${name}`)),
      };
    }
  }
  return { kind: 'local', instances };
}
