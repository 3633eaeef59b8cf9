import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Gateway } from '../../ir/gateway.js';
import { defineCheck } from '../define-check.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds hosts and ports that a gateway opens, and no route of it is for: whoever asks there gets 404.
 */
export const gatewayHostWithoutRoute = defineCheck('gateway-host-without-route', function* ({ ir }) {
  for (const gateway of ir.gateways) {
    // A gateway without any route is told of as a whole.
    if (gateway.routes.length > 0) yield* findIdleDoors(gateway);
  }
});

function* findIdleDoors({ name, origin, hosts, ports, routes }: Gateway): Generator<DiagnosticDetails> {
  // A route for a host or port that there is not may mean one that seems idle.
  const isClear = routes.every((route) => route.hosts?.every((host) => hosts.includes(host)) ?? true);
  const idleHosts = hosts.filter((host) => host !== '' && !routes.some((route) => route.hosts?.includes(host) ?? true));
  if (isClear && idleHosts.length > 0) {
    yield {
      message: `gateway "${name}" serves ${listNames(idleHosts)}, but no route is for ${pronoun(idleHosts)}: every request gets 404`,
      origin,
      hint: 'name the host in "hosts" of a route, or take it from the gateway',
    };
  }
  const portNames = ports.map((port) => port.name);
  const idlePorts = portNames.filter((port) => !routes.some((route) => (route.port ?? port) === port));
  if (idlePorts.length === 0 || routes.some(({ port }) => port !== undefined && !portNames.includes(port))) return;
  yield {
    message: `gateway "${name}" listens on port ${listNames(idlePorts)}, but no route is for ${pronoun(idlePorts)}: every request gets 404`,
    origin,
    hint: 'name the port in "port" of a route, or take it from the gateway',
  };
}

function pronoun({ length }: readonly string[]): string {
  return length === 1 ? 'it' : 'them';
}
