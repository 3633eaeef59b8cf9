import type { Callee, ServiceProxy } from './effective-mesh.js';
import { envName } from './env-name.js';
import { mainPort } from './main-port.js';
import type { Port } from './port.js';

/**
 * Makes the variables that tell a workload where those it calls are: `<CALLEE>_<PORT>_URL` for each port of each
 * declared call, and `<CALLEE>_URL` for the callee's main port (`http`, else the first by name). The same names hold
 * in Kubernetes and on one machine; `urlOf` decides the values.
 */
export function calleeEnv(proxy: ServiceProxy, urlOf: (callee: Callee, port: Port) => string): Record<string, string> {
  const portsByCallee = new Map<string, { readonly callee: Callee; readonly ports: Port[] }>();
  for (const { callee, port } of proxy.outbound) {
    const known = portsByCallee.get(callee.service.name);
    if (known === undefined) portsByCallee.set(callee.service.name, { callee, ports: [port] });
    else known.ports.push(port);
  }
  const env: Record<string, string> = {};
  for (const [name, { callee, ports }] of portsByCallee) {
    for (const port of ports) env[envName(name, port.name, 'url')] = urlOf(callee, port);
  }
  // After the longer names: a callee called `a-b` keeps `A_B_URL` though `a` has a port `b`.
  for (const [name, { callee, ports }] of portsByCallee) {
    const main = mainPort(ports);
    if (main !== undefined) env[envName(name, 'url')] = urlOf(callee, main);
  }
  return env;
}
