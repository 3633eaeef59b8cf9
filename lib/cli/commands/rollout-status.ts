import { createPaint } from '../../local-runtime/view/paint.js';
import { stableJson } from '../../util/stable-json.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import type { ControllerOptions } from '../rollout/controller-options.js';
import { openController } from '../rollout/open-controller.js';
import { renderRollout } from '../rollout/render-rollout.js';
import { renderStatuses } from '../rollout/render-status.js';
import { useColour } from '../terminal/use-colour.js';

/** What `meshwright rollout status` takes. */
export interface RolloutStatusOptions extends ControllerOptions {
  readonly format: 'text' | 'json';
}

/** `meshwright rollout status`: says how all rollouts stand, or one with its evidence. */
export async function rolloutStatus(
  name: string | undefined,
  options: RolloutStatusOptions,
  io: Io,
): Promise<ExitCode> {
  const client = openController(options, io);
  const isJson = options.format === 'json';
  if (name === undefined) {
    const statuses = await client.list();
    io.stdout.write(isJson ? stableJson({ rollouts: statuses }) : renderStatuses(statuses));
    return exitCode.ok;
  }
  const status = await client.get(name);
  const paint = createPaint({ colour: useColour(io.stdout, io.env) });
  io.stdout.write(isJson ? stableJson(status) : `${renderRollout(status, paint).join('\n')}\n`);
  return exitCode.ok;
}
