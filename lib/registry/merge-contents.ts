import type { InstanceRecord } from './model/instance-record.js';
import type { RegistryContent } from './model/registry-content.js';
import type { ServiceRecord } from './model/service-record.js';

type Instances = ReadonlyMap<string, InstanceRecord>;

/** Joins contents that change, and shares what did not. */
export interface ContentMerger {
  /** Of two records with one key the one of the earlier content counts. */
  readonly merge: (contents: readonly RegistryContent[]) => RegistryContent;
}

/** Remembers what it gave last: a map that would hold the same records is the same map. */
export function contentMerger(): ContentMerger {
  let last: RegistryContent | undefined;
  let joined = new Map<string, { readonly parts: readonly Instances[]; readonly whole: Instances }>();
  const instancesOf = (contents: readonly RegistryContent[]): RegistryContent['instances'] => {
    const next: typeof joined = new Map();
    const all = new Map<string, Instances>();
    for (const content of contents)
      for (const name of content.instances.keys()) {
        if (all.has(name)) continue;
        const parts = contents.flatMap(({ instances }) => instances.get(name) ?? []);
        const known = joined.get(name);
        const whole = known !== undefined && isSameList(known.parts, parts) ? known.whole : join(parts);
        if (parts.length > 1) next.set(name, { parts, whole });
        all.set(name, whole);
      }
    joined = next;
    return all;
  };
  return {
    merge: (contents) => {
      const [only] = contents;
      if (contents.length === 1 && only !== undefined) return only;
      const services: RegistryContent['services'] = join(
        contents.map((content): ReadonlyMap<string, ServiceRecord> => content.services),
      );
      const instances = instancesOf(contents);
      last = Object.freeze({
        services: last !== undefined && isSameMap(last.services, services) ? last.services : services,
        instances: last !== undefined && isSameMap(last.instances, instances) ? last.instances : instances,
      });
      return last;
    },
  };
}

function join<Value>(parts: readonly ReadonlyMap<string, Value>[]): ReadonlyMap<string, Value> {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const whole = new Map<string, Value>();
  for (const part of parts) for (const [key, value] of part) if (!whole.has(key)) whole.set(key, value);
  return whole;
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function isSameMap(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of b) if (a.get(key) !== value) return false;
  return true;
}
