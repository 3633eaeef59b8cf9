import type { InstanceRecord } from './model/instance-record.js';
import type { RegistryContent } from './model/registry-content.js';
import type { ServiceRecord } from './model/service-record.js';

/** Joins contents that change, and shares what did not. */
export interface ContentMerger {
  /** Of two records with one key the one of the earlier content counts. */
  readonly merge: (contents: readonly RegistryContent[]) => RegistryContent;
}

type Instances = ReadonlyMap<string, InstanceRecord>;

interface Joined<Value> {
  readonly parts: readonly ReadonlyMap<string, Value>[];
  readonly whole: ReadonlyMap<string, Value>;
}

/** Remembers what it gave last: what comes of the same maps is the same map. */
export function contentMerger(): ContentMerger {
  let services: Joined<ServiceRecord> | undefined;
  let instances: Joined<Instances> | undefined;
  let shared = new Map<string, Joined<InstanceRecord>>();
  let last: RegistryContent | undefined;
  const joinInstances = (parts: readonly RegistryContent['instances'][]): Joined<Instances> => {
    const whole = new Map<string, Instances>();
    const next: typeof shared = new Map();
    for (const part of parts)
      for (const [name, ofService] of part) {
        if (!whole.has(name)) whole.set(name, ofService);
        else if (!next.has(name)) {
          const joined = rejoin(
            shared.get(name),
            parts.flatMap((one) => one.get(name) ?? []),
            join,
          );
          next.set(name, joined);
          whole.set(name, joined.whole);
        }
      }
    shared = next;
    return { parts, whole };
  };
  return {
    merge: (contents) => {
      services = rejoin(
        services,
        contents.map((content) => content.services),
        join,
      );
      instances = rejoin(
        instances,
        contents.map((content) => content.instances),
        joinInstances,
      );
      if (last?.services !== services.whole || last.instances !== instances.whole)
        last = Object.freeze({ services: services.whole, instances: instances.whole });
      return last;
    },
  };
}

function rejoin<Value>(
  known: Joined<Value> | undefined,
  parts: readonly ReadonlyMap<string, Value>[],
  joinAll: (parts: readonly ReadonlyMap<string, Value>[]) => Joined<Value>,
): Joined<Value> {
  const isSame = known?.parts.length === parts.length && parts.every((part, index) => part === known.parts[index]);
  if (isSame) return known;
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? { parts, whole: first } : joinAll(parts);
}

function join<Value>(parts: readonly ReadonlyMap<string, Value>[]): Joined<Value> {
  const whole = new Map<string, Value>();
  for (const part of parts) for (const [key, value] of part) if (!whole.has(key)) whole.set(key, value);
  return { parts, whole };
}
