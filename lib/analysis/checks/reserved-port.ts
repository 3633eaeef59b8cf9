import type { Origin } from '../../diagnostics/origin.js';
import { proxyPorts } from '../../envoy-resources/proxy-ports.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Probe } from '../../ir/version.js';
import { defineCheck } from '../define-check.js';
import { listWords } from '../words/list-words.js';

interface PortUse {
  readonly words: string;
  readonly origin: Origin;
  readonly number: number;
}

/**
 * Finds ports that a workload or gateway cannot listen on, or a caller not connect to, because a proxy listens there.
 */
export const reservedPort = defineCheck('reserved-port', function* ({ ir }) {
  const reserved = [...new Set<number>(Object.values(proxyPorts))].sort((a, b) => a - b);
  for (const { words, origin, number } of usesOf(ir)) {
    if (!reserved.includes(number)) continue;
    yield {
      message: `${words} is ${number}, which the proxy in the pod keeps for itself`,
      origin,
      hint: `choose a port other than ${listWords(reserved.map(String))}`,
    };
  }
});

function* usesOf({ services, gateways, externalServices }: MeshIr): Generator<PortUse> {
  for (const { name: owner, ports, versions, origin } of services) {
    for (const { name: version, probes, origin: place } of versions) {
      for (const [kind, probe] of Object.entries(probes) as [string, Probe][]) {
        if (ports.some(({ targetPort }) => targetPort === probe.port)) continue; // told of the port itself
        yield { words: `port of the ${kind} probe of "${owner}" ${version}`, origin: place, number: probe.port };
      }
    }
    for (const { name, number, targetPort } of ports) {
      yield { words: `port "${name}" of service "${owner}"`, origin, number };
      if (targetPort === number) continue;
      yield { words: `target of port "${name}" of service "${owner}"`, origin, number: targetPort };
    }
  }
  for (const { name: owner, ports, origin } of externalServices) {
    for (const { name, number } of ports)
      yield { words: `port "${name}" of external service "${owner}"`, origin, number };
  }
  for (const { name: owner, ports, origin } of gateways) {
    for (const { name, number } of ports) yield { words: `port "${name}" of gateway "${owner}"`, origin, number };
  }
}
