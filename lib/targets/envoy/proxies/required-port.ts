import { InternalError } from '../../../util/internal-error.js';

/**
 * A port that the local environment has to give.
 *
 * @throws InternalError when it does not: the environment was made for another mesh.
 */
export function requiredPort(ports: Readonly<Record<string, number>>, key: string, what: string): number {
  const port = ports[key];
  if (port === undefined) throw new InternalError(`the local environment has no ${what} port for "${key}"`);
  return port;
}
