import { envName } from './env-name.js';
import { mainPort } from './main-port.js';
import type { Port } from './port.js';

/**
 * Makes the variables that tell a workload where to listen: `<NAME>_PORT` for each port, and `PORT` for the main one
 * (`http`, else the first by name).
 */
export function portEnv(ports: readonly Port[], numberOf: (port: Port) => number): Record<string, string> {
  const env: Record<string, string> = {};
  for (const port of ports) env[envName(port.name, 'port')] = String(numberOf(port));
  const main = mainPort(ports);
  if (main !== undefined) env['PORT'] = String(numberOf(main));
  return env;
}
