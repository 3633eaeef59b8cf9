import type { RolloutCommand } from '../../observation/rollout-command.js';
import type { Decision } from '../decision.js';
import type { Turn } from '../turn.js';

/** What a command does; a text: why it cannot be done now. */
export type CommandStep = (turn: Turn, command: RolloutCommand) => Decision | string;
