import { Ajv } from 'ajv';
import { createStateReader } from '../../rollout/decide/read-state.js';
import { shapeProblem } from '../../util/shape-problem.js';
import { type RecordSurroundings, recordVersion, type RolloutRecord } from './rollout-record.js';
import schema from './rollout-record.schema.json' with { type: 'json' };

/** What a store had. */
export type RecordRead =
  | { readonly kind: 'read'; readonly record: RolloutRecord }
  /** Nothing follows from it: the mesh stays where it is until somebody has looked. */
  | { readonly kind: 'refused'; readonly sentence: string };

/** Reads what a store has of a rollout. */
export type RecordReader = (stored: unknown) => RecordRead;

/** Makes the reader of stored records. Compiling its schemas takes some 0.2 s, so keep it. */
export function createRecordReader(): RecordReader {
  // The schema itself is checked by a test.
  const options = { validateSchema: false, inlineRefs: false, strictTypes: false };
  const validate = new Ajv(options).compile<RecordSurroundings>(schema);
  const readState = createStateReader();
  return (stored) => {
    if (typeof stored !== 'object' || stored === null) return refused('what is stored is no record of a rollout');
    const { state, ...surroundings } = stored as Readonly<Record<string, unknown>>;
    const { recordVersion: version } = surroundings;
    if (typeof version === 'number' && version !== recordVersion)
      return refused(`the stored record has version ${version}, and this controller reads version ${recordVersion}`);
    if (!validate(surroundings))
      return refused(`what is stored is no record of a rollout: ${shapeProblem(validate.errors)}`);
    const read = readState(state);
    return read.kind === 'refused'
      ? refused(read.sentence)
      : { kind: 'read', record: { ...surroundings, state: read.state } };
  };
}

function refused(sentence: string): RecordRead {
  return { kind: 'refused', sentence };
}
