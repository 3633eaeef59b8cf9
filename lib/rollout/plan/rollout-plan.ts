import type { ConfigurationChange } from '../../ir/rollout/configuration-change.js';
import type { Rollout, RolloutSubject } from '../../ir/rollout/rollout.js';

/** The version of this document's form. A reader accepts its own version only. */
export const planVersion = 1;

/** One rollout as it was compiled: plain, frozen JSON. The controller, the simulation and the commands read it and nothing of the mesh. */
export interface RolloutPlan extends Omit<Rollout, 'subject'> {
  readonly subject: PlannedSubject;
  readonly planVersion: 1;
  /** Names what is rolled out, by its content. Another one is another rollout, with evidence of its own. */
  readonly revision: string;
  /** Names how it is rolled out, by its content. Another one counts from the next rollout on, unless it is amended. */
  readonly procedure: string;
}

/** What is rolled out, as far as whoever decides has to know it: of a configuration its name. */
export type PlannedSubject = Exclude<RolloutSubject, ConfigurationChange> | Omit<ConfigurationChange, 'candidate'>;
