import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import type { Clock } from '../../util/clock.js';
import type { RolloutStore, Saved, StoredRecord } from '../ports/rollout-store.js';
import type { RolloutRecord } from '../record/rollout-record.js';
import type { FollowRollouts } from './follow-rollouts.js';
import type { KubeRollout } from './kube-rollout.js';
import { unpackRecord } from './pack-record.js';
import { pastRollouts, type PastRollouts } from './past-rollouts.js';
import { rolloutCommands } from './rollout-commands.js';
import { rolloutObjects, type RolloutObjects } from './rollout-objects.js';
import { rolloutStatusObject } from './rollout-status-object.js';

/** What the store works with. */
export interface KubernetesRolloutStoreOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly namespace: string;
  readonly followed: FollowRollouts;
  /** Gives a text that it never gave before. */
  readonly newId: () => string;
}

// Others write annotations and plans meanwhile; more often than that is a fault of somebody.
const mostTries = 10;

/**
 * Keeps records in the status of Rollout objects, written by server-side apply if the object still is as it was read. The version of a record
 * is that of the record alone: who changes the plan or an annotation of the object meanwhile is no conflict. An object with a record is held by
 * a finalizer: when somebody deletes it, it goes away only when the rollout has ended, and what the next one of its name has to know is kept
 * in a ConfigMap.
 */
export function kubernetesRolloutStore(options: KubernetesRolloutStoreOptions): RolloutStore {
  const { http, namespace, followed } = options;
  const objects = rolloutObjects(http, namespace);
  const past = pastRollouts(http, namespace);
  return {
    names: async () => {
      const all = await objects.list();
      return all
        .filter(hasRecord)
        .map(({ metadata }) => metadata.name)
        .sort();
    },
    load: async (name): Promise<StoredRecord | undefined> => {
      const rollout = await objects.find(name);
      if (rollout === undefined) return undefined;
      const text = rollout.status?.record;
      if (text !== undefined) return { version: versionOf(rollout), record: unpackRecord(text) };
      const record = await past.find(name);
      return record === undefined ? undefined : { version: versionOf(rollout), record };
    },
    save: async (name, record, basedOn) => {
      for (let tries = 0; tries < mostTries; tries++) {
        const rollout = await objects.recall(name);
        const saved = await saveOn(rollout, { name, record, basedOn }, { objects, past });
        if (saved !== 'again') return saved;
      }
      throw new Error(`others change the Rollout "${name}" all the time`);
    },
    ...rolloutCommands(options),
    watch: (listener) => followed.watch('asked', listener),
    close: () => {
      followed.close();
      return Promise.resolve();
    },
  };
}

interface ToSave {
  readonly name: string;
  readonly record: RolloutRecord;
  readonly basedOn: string | undefined;
}

interface Places {
  readonly objects: RolloutObjects;
  readonly past: PastRollouts;
}

async function saveOn(
  rollout: KubeRollout | undefined,
  { name, record, basedOn }: ToSave,
  { objects, past }: Places,
): Promise<Saved | 'again'> {
  if (rollout === undefined && basedOn === undefined) throw new Error(`there is no Rollout "${name}"`);
  if (rollout === undefined || !follows(rollout, basedOn)) return { kind: 'conflict' };
  if (!isLeaving(rollout) && !isHeld(rollout)) {
    await objects.setFinalizers(rollout, [rolloutNames.finalizer]);
    return 'again';
  }
  const written = await objects.writeStatus(rollout, rolloutStatusObject(record, rollout));
  if (written === undefined) return 'again';
  if (isLeaving(written) && isHeld(written) && hasEnded(record)) {
    await past.keep(name, record);
    await objects.setFinalizers(written, []);
  }
  return { kind: 'saved', version: versionOf(written) };
}

/** Whether what is written now is what the one who writes has seen. Who saw no record may have seen what is kept of an earlier one. */
function follows(rollout: KubeRollout, basedOn: string | undefined): boolean {
  return basedOn === undefined ? !hasRecord(rollout) : basedOn === versionOf(rollout);
}

function hasRecord({ status }: KubeRollout): boolean {
  return status?.record !== undefined;
}

/** With the uid: an object that was deleted and made again begins to count anew. */
function versionOf({ metadata, status }: KubeRollout): string {
  return `${metadata.uid ?? ''}.${String(status?.writing ?? 0)}`;
}

function isLeaving({ metadata }: KubeRollout): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function isHeld({ metadata }: KubeRollout): boolean {
  return metadata.finalizers?.includes(rolloutNames.finalizer) === true;
}

const noticesMs = 60_000;

/** Whether nothing has to be done any more. What was not told yet is waited for, but not for ever. */
function hasEnded({ state, notices }: RolloutRecord): boolean {
  if (state.phase !== 'promoted' && state.phase !== 'rolled-back') return false;
  return notices.length === 0 || state.phaseMs > noticesMs;
}
