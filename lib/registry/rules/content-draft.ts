import type { InstanceKey, InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ServiceRecord } from '../model/service-record.js';

/** A content that is being changed. What it has given out never changes. */
export interface ContentDraft {
  readonly service: (name: string) => ServiceRecord | undefined;
  readonly instance: (key: InstanceKey) => InstanceRecord | undefined;
  readonly hasInstances: (service: string) => boolean;
  readonly putService: (record: ServiceRecord) => void;
  readonly removeService: (name: string) => void;
  /** The service's record must be there already. */
  readonly putInstance: (record: InstanceRecord) => void;
  readonly removeInstance: (key: InstanceKey) => void;
  /** The content as it is now. The same object as before while nothing was changed. */
  readonly content: () => RegistryContent;
}

/** A content without services. */
export const emptyContent: RegistryContent = Object.freeze({ services: new Map(), instances: new Map() });

/**
 * Starts to change a content. Costs nothing at first; between two calls of `content` each map that is touched is copied once,
 * so a thousand changes cost as much as one.
 */
export function contentDraft(from: RegistryContent): ContentDraft {
  let given = from;
  let services: Map<string, ServiceRecord> | undefined;
  let instances: Map<string, ReadonlyMap<string, InstanceRecord>> | undefined;
  let owned = new Map<string, Map<string, InstanceRecord>>();
  const ownServices = (): Map<string, ServiceRecord> => (services ??= new Map(given.services));
  const ofService = (name: string): ReadonlyMap<string, InstanceRecord> | undefined =>
    (instances ?? given.instances).get(name);
  const ownInstances = (name: string): Map<string, InstanceRecord> => {
    const known = owned.get(name);
    if (known !== undefined) return known;
    const copy = new Map(ofService(name));
    owned.set(name, copy);
    instances ??= new Map(given.instances);
    instances.set(name, copy);
    return copy;
  };
  return {
    service: (name) => (services ?? given.services).get(name),
    instance: ({ service, id }) => ofService(service)?.get(id),
    hasInstances: (service) => (ofService(service)?.size ?? 0) > 0,
    putService: (record) => {
      ownServices().set(record.name, record);
    },
    removeService: (name) => {
      ownServices().delete(name);
    },
    putInstance: (record) => {
      ownInstances(record.service).set(record.id, record);
    },
    removeInstance: ({ service, id }) => {
      const left = ownInstances(service);
      left.delete(id);
      if (left.size > 0) return;
      owned.delete(service);
      instances?.delete(service);
    },
    content: () => {
      if (services === undefined && instances === undefined) return given;
      given = Object.freeze({ services: services ?? given.services, instances: instances ?? given.instances });
      services = undefined;
      instances = undefined;
      owned = new Map();
      return given;
    },
  };
}
