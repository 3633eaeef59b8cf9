import { isDeepStrictEqual } from 'node:util';
import type { InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ProbeTarget } from './probe.js';

/** One instance that is asked. */
export interface CheckedInstance {
  readonly record: InstanceRecord;
  readonly target: ProbeTarget;
  /** Good answers in a row; bad ones below 0. */
  readonly inARow: number;
  readonly isEnded: boolean;
  readonly endTimer: () => void;
}

/** The instances of a content that have a health check. */
export interface CheckedInstances {
  /** Takes over a content: costs what differs from the one before. */
  readonly update: (content: RegistryContent) => void;
  readonly close: () => void;
}

/** Starts with none. `onNew` is called with each instance that comes; one that goes has `isEnded` set and its timer ended. */
export function checkedInstances(onNew: (one: CheckedInstance) => void): CheckedInstances {
  const byService = new Map<string, Map<string, CheckedInstance>>();
  let last: RegistryContent['instances'] = new Map();
  const updateService = (name: string, instances: ReadonlyMap<string, InstanceRecord>): void => {
    const known = byService.get(name) ?? new Map<string, CheckedInstance>();
    byService.set(name, known);
    for (const record of instances.values()) {
      const target = targetOf(record);
      const one = known.get(record.id);
      if (target === undefined) continue;
      if (one !== undefined) take(one, record, target);
      else known.set(record.id, begin(record, target, onNew));
    }
    for (const [id, one] of known) {
      const record = instances.get(id);
      if (record?.healthCheck !== undefined) continue;
      end(one);
      known.delete(id);
    }
    if (known.size === 0) byService.delete(name);
  };
  return {
    update: ({ instances }) => {
      for (const [name, ofService] of instances) if (last.get(name) !== ofService) updateService(name, ofService);
      for (const name of last.keys()) if (!instances.has(name)) updateService(name, new Map());
      last = instances;
    },
    close: () => {
      for (const ofService of byService.values()) for (const one of ofService.values()) end(one);
      byService.clear();
    },
  };
}

function begin(record: InstanceRecord, target: ProbeTarget, onNew: (one: CheckedInstance) => void): CheckedInstance {
  const one: CheckedInstance = { record, target, inARow: 0, isEnded: false, endTimer: () => undefined };
  onNew(one);
  return one;
}

function take(one: CheckedInstance, record: InstanceRecord, target: ProbeTarget): void {
  // Who registers again, as it was, does not begin anew.
  if (!isDeepStrictEqual(one.target, target)) Object.assign(one, { target, inARow: 0 });
  Object.assign(one, { record });
}

function end(one: CheckedInstance): void {
  Object.assign(one, { isEnded: true });
  one.endTimer();
}

function targetOf({ address, ports, healthCheck }: InstanceRecord): ProbeTarget | undefined {
  const port = healthCheck === undefined ? undefined : ports[healthCheck.port];
  return healthCheck === undefined || port === undefined ? undefined : { address, port, check: healthCheck };
}
