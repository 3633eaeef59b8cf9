import { proxyPorts } from '../../envoy-resources/proxy-ports.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds ports that a workload or gateway cannot listen on, because the proxy beside it does.
 */
export const reservedPort = defineCheck('reserved-port', function* ({ ir }) {
  const useByPort = new Map<number, string>(Object.entries(proxyPorts).map(([use, port]) => [port, use]));
  const hint = 'choose another port for the workload to listen on';
  for (const { name, ports, origin } of ir.services) {
    for (const port of ports) {
      const use = useByPort.get(port.targetPort);
      if (use === undefined) continue;
      const message = `port "${port.name}" of service "${name}" listens on ${port.targetPort}, which its proxy keeps for itself (${use})`;
      yield { message, origin, hint };
    }
  }
  for (const { name, ports, origin } of ir.gateways) {
    for (const port of ports) {
      const use = useByPort.get(port.number);
      if (use === undefined) continue;
      const message = `port "${port.name}" of gateway "${name}" is ${port.number}, which its proxy keeps for itself (${use})`;
      yield { message, origin, hint: 'choose another port' };
    }
  }
});
