import { isDeepStrictEqual } from 'node:util';
import { contentHash } from '../../util/content-hash.js';
import { stableJson } from '../../util/stable-json.js';
import type { InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ServiceRecord } from '../model/service-record.js';
import { contentDraft } from './content-draft.js';

/** All that a source without revisions holds now. */
export interface SourceContent {
  readonly services: readonly Omit<ServiceRecord, 'revision'>[];
  /** Services that are not among `services` get a record of their own. */
  readonly instances: readonly Omit<InstanceRecord, 'revision'>[];
}

/**
 * Makes a content hold what a source holds now, and nothing else. Records that are as they were stay the same objects; others get
 * a revision of their content and `turn`.
 *
 * @param turn counts the calls for one source, so that no revision comes twice.
 */
export function replaceContent(before: RegistryContent, source: SourceContent, turn: number): RegistryContent {
  const draft = contentDraft(before);
  const revision = (record: object): string => `${String(turn)}-${contentHash(stableJson(record, 0), 12)}`;
  const services = new Map(source.services.map((service) => [service.name, service]));
  for (const { service: name } of source.instances)
    if (!services.has(name)) services.set(name, { name, metadata: Object.freeze({}) });
  const instances = new Map(source.instances.map((instance) => [`${instance.service}/${instance.id}`, instance]));
  for (const service of services.values())
    if (!isSame(draft.service(service.name), service)) draft.putService({ ...service, revision: revision(service) });
  for (const instance of instances.values())
    if (!isSame(draft.instance(instance), instance)) draft.putInstance({ ...instance, revision: revision(instance) });
  for (const ofService of before.instances.values())
    for (const instance of ofService.values())
      if (!instances.has(`${instance.service}/${instance.id}`)) draft.removeInstance(instance);
  for (const name of before.services.keys()) if (!services.has(name)) draft.removeService(name);
  return draft.content();
}

function isSame(known: { readonly revision: string } | undefined, record: object): boolean {
  return known !== undefined && isDeepStrictEqual(known, { ...record, revision: known.revision });
}
