import { whoCanReach as ask } from '../../behaviour/reach/who-can-reach.js';
import { answerReach } from '../answer-reach.js';
import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import type { AskOptions } from '../load-simulated.js';
import { UsageError } from '../usage-error.js';

/**
 * `meshwright who-can-reach`: says whose requests can end at a service, by which routes, with a request for each.
 *
 * @param request `[]`, or method and path of the requests that count
 */
export async function whoCanReach(
  service: string,
  request: readonly string[],
  options: AskOptions,
  io: Io,
): Promise<ExitCode> {
  const [method, path, ...others] = request;
  if (method === undefined) return answerReach((simulated) => ask(simulated, service), options, io);
  if (path === undefined || others.length > 0)
    throw new UsageError(`the requests that count are "METHOD PATH", not "${request.join(' ')}"`);
  if (!path.startsWith('/') || path.includes('?'))
    throw new UsageError(
      `the requests that count are a method and a path without query, as "GET /reviews/1", not "${request.join(' ')}"`,
    );
  return answerReach((simulated) => ask(simulated, service, { method, path }), options, io);
}
