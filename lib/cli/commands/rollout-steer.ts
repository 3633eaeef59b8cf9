import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { RolloutAction } from '../../rollout/observation/rollout-command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import type { ControllerOptions } from '../rollout/controller-options.js';
import { openController } from '../rollout/open-controller.js';

/** What the commands take that steer a rollout. */
export interface RolloutSteerOptions extends ControllerOptions {
  /** Who asks. @default - the user of this machine */
  readonly by?: string;
  /** Names what is asked: said twice it is done once. @default - a new one */
  readonly id?: string;
}

/** `meshwright rollout promote|abort|pause|resume|retry|approve|amend`: asks it of the controller, which keeps it before it answers. */
export async function rolloutSteer(
  asked: { readonly action: RolloutAction; readonly name: string },
  options: RolloutSteerOptions,
  io: Io,
): Promise<ExitCode> {
  const { action, name } = asked;
  const by = options.by ?? userName(io.env);
  const client = openController(options, io);
  await client.command(name, { action, id: options.id ?? randomUUID(), by });
  io.stdout.write(`asked for ${action} of ${name}; what comes of it: meshwright rollout history ${name}\n`);
  return exitCode.ok;
}

function userName(env: Io['env']): string {
  try {
    return userInfo().username;
  } catch {
    // An account without a name, as containers have them.
    return env['USER'] ?? 'somebody';
  }
}
