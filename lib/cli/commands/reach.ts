import { reachFrom } from '../../behaviour/reach/reach-from.js';
import { answerReach } from '../answer-reach.js';
import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import type { AskOptions } from '../load-simulated.js';

/** `meshwright reach`: says where requests of a service or gateway can end, by which routes, with a request for each. */
export async function reach(sender: string, options: AskOptions, io: Io): Promise<ExitCode> {
  return answerReach((simulated) => reachFrom(simulated, sender), options, io);
}
