import type { InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ServiceRecord } from '../model/service-record.js';
import { contentDraft, emptyContent } from '../rules/content-draft.js';
import { shareContent } from '../remote/share-content.js';
import type { KubeEndpointSlice, KubeObject } from './kube-objects.js';
import { isHelper, readService, readSlice } from './read-objects.js';

/** What is known of the services and slices of a namespace. */
export interface KnownObjects {
  readonly listServices: (services: readonly KubeObject[]) => void;
  readonly listSlices: (slices: readonly KubeObject[]) => void;
  readonly putService: (service: KubeObject) => void;
  readonly putSlice: (slice: KubeObject) => void;
  readonly removeService: (name: string) => void;
  readonly removeSlice: (name: string) => void;
  /** Absent until both have been listed. Shares with the one before what was not touched. */
  readonly content: () => RegistryContent | undefined;
}

/** Nothing is known yet. `onUnreadable` hears of an object of ours that somebody else broke; it is left out. */
export function knownObjects(onUnreadable: (text: string) => void): KnownObjects {
  const services = new Map<string, ServiceRecord>();
  const slices = new Map<string, readonly InstanceRecord[]>();
  const listed = { services: false, slices: false };
  let content: RegistryContent | undefined;
  const tryRead = (object: KubeObject, read: () => void): void => {
    try {
      read();
    } catch (error) {
      onUnreadable(`${object.metadata.name} holds no record of the registry: ${String(error)}`);
    }
  };
  const putService = (object: KubeObject): void => {
    if (!isHelper(object)) tryRead(object, () => services.set(object.metadata.name, readService(object)));
  };
  const putSlice = (object: KubeObject): void => {
    const { name } = object.metadata;
    // Who follows the path of slices gets slices.
    tryRead(object, () => slices.set(name, readSlice(object as KubeEndpointSlice, slices.get(name) ?? [])));
  };
  const build = (): RegistryContent => {
    const draft = contentDraft(emptyContent);
    for (const service of services.values()) draft.putService(service);
    for (const instances of slices.values())
      for (const instance of instances) if (services.has(instance.service)) draft.putInstance(instance);
    return draft.content();
  };
  return {
    listServices: (objects) => {
      services.clear();
      objects.forEach(putService);
      listed.services = true;
    },
    listSlices: (objects) => {
      const names = new Set(objects.map(({ metadata }) => metadata.name));
      for (const name of slices.keys()) if (!names.has(name)) slices.delete(name);
      objects.forEach(putSlice);
      listed.slices = true;
    },
    putService,
    putSlice,
    removeService: (name) => {
      services.delete(name);
    },
    removeSlice: (name) => {
      slices.delete(name);
    },
    content: () => {
      if (!listed.services || !listed.slices) return undefined;
      content = shareContent(content, build());
      return content;
    },
  };
}
