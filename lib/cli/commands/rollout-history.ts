import { stableJson } from '../../util/stable-json.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { decisionLine } from '../rollout/decision-line.js';
import { openController } from '../rollout/open-controller.js';
import type { RolloutStatusOptions } from './rollout-status.js';

/** `meshwright rollout history`: prints what was decided, the newest last. */
export async function rolloutHistory(name: string, options: RolloutStatusOptions, io: Io): Promise<ExitCode> {
  const { log } = await openController(options, io).get(name);
  if (options.format === 'json') io.stdout.write(stableJson({ decisions: log }));
  else for (const entry of log) io.stdout.write(`${decisionLine(entry)}\n`);
  return exitCode.ok;
}
