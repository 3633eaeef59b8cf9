import { mkdirSync } from 'node:fs';
import { openRolloutFolder } from '../../controller/embedded/open-rollout-folder.js';
import { UsageError } from '../usage-error.js';
import type { ControllerSource } from './controller-settings.js';
import type { ControllerWorld, WorldSurroundings } from './controller-world.js';
import { followPlans } from './follow-plans.js';

/** Opens a folder of this machine as the place of records; plans come from a file. */
export function openFolderWorld(
  { plansFile, folder }: Extract<ControllerSource, { readonly kind: 'folder' }>,
  { print }: WorldSurroundings,
): ControllerWorld {
  const followed = followPlans(plansFile, print);
  mkdirSync(folder, { recursive: true });
  const opened = openRolloutFolder(folder);
  if (!opened.ok) {
    followed.stop();
    throw new UsageError(`${opened.problem} (${opened.hint})`);
  }
  const { store } = opened;
  return {
    plans: followed.plans,
    watchPlans: followed.watch,
    store,
    notices: [],
    close: async () => {
      followed.stop();
      await store.close();
    },
  };
}
