import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { EffectiveMesh, GatewayProxy, ServiceProxy } from '../../ir/effective-mesh.js';
import type { Version } from '../../ir/version.js';
import { contentHash } from '../../util/content-hash.js';
import { stableJson } from '../../util/stable-json.js';
import type { WantedInstance } from './wanted-instance.js';

/**
 * Says what has to run on this machine for a mesh: a proxy and a workload for each version with replicas, one each
 * however many replicas it has, and a proxy for each gateway. Services first, in the order of the mesh. Reports
 * `workload-without-command`.
 */
export function wantedInstances(mesh: EffectiveMesh): {
  readonly wanted: readonly WantedInstance[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const wanted: WantedInstance[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const proxy of mesh.proxies) {
    if (proxy.kind === 'gateway') {
      wanted.push(gatewayInstance(proxy));
      continue;
    }
    for (const version of proxy.service.versions) {
      if (version.replicas === 0) continue;
      const instance = versionInstance(proxy, version);
      if (instance === undefined) diagnostics.push(withoutCommand(proxy, version));
      else wanted.push(instance);
    }
  }
  return { wanted, diagnostics };
}

function gatewayInstance(proxy: GatewayProxy): WantedInstance {
  const inbound = proxy.gateway.ports.map(({ name }) => name);
  // The ports of a gateway may change while it runs: nothing was told of them at start.
  return { name: proxy.name, proxy, inbound, outbound: [], fingerprint: 'gateway' };
}

function versionInstance(proxy: ServiceProxy, version: Version): WantedInstance | undefined {
  const { service, outbound } = proxy;
  const { local, env } = version;
  if (local === undefined) return undefined;
  const callees = outbound.map(({ callee, port }) => ({
    callee: callee.service.name,
    port: port.name,
    protocol: port.protocol,
  }));
  const ports = service.ports.map(({ name, protocol }) => ({ name, protocol }));
  return {
    name: `${service.name}/${version.name}`,
    proxy,
    workload: { service, version, local },
    inbound: ports.map(({ name }) => name),
    outbound: callees.map(({ callee, port }) => `${callee}/${port}`),
    fingerprint: contentHash(stableJson({ local, env, ports, callees }), 16),
  };
}

function withoutCommand({ service }: ServiceProxy, version: Version): Diagnostic {
  return createDiagnostic('workload-without-command', {
    message: `version "${version.name}" of service "${service.name}" does not say how to run on this machine`,
    origin: version.origin,
    hint: "give it local: { command: ['node', 'server.js'] }",
  });
}
