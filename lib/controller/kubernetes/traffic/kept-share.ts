import { rolloutNames } from '../../../targets/kubernetes/rollout-names.js';
import type { TrafficObject } from './traffic-object.js';

/** The share that an object was given last: it stands in an annotation of it, so that it outlives who gave it. */
export interface KeptShare {
  readonly rollout: string;
  readonly epoch: number;
  /** 0 to 1. */
  readonly weight: number;
}

/** Undefined: none was given, or somebody has taken it away. */
export function readKeptShare({ metadata }: TrafficObject): KeptShare | undefined {
  try {
    const text = metadata.annotations?.[rolloutNames.share] ?? '';
    const { rollout, epoch, weight } = JSON.parse(text) as Readonly<Record<string, unknown>>; // fails where it is no object
    if (typeof rollout !== 'string' || typeof epoch !== 'number' || typeof weight !== 'number') return undefined;
    return { rollout, epoch, weight };
  } catch {
    return undefined;
  }
}
