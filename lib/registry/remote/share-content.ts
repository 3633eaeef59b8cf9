import type { InstanceKey, InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import { contentDraft } from '../rules/content-draft.js';

/**
 * The content `next`, made of the records of `previous` wherever a record of the same key and revision is there, so that who
 * compares sees only what changed. `previous` itself where nothing did.
 */
export function shareContent(previous: RegistryContent | undefined, next: RegistryContent): RegistryContent {
  if (previous === undefined) return next;
  const draft = contentDraft(previous);
  for (const service of next.services.values())
    if (previous.services.get(service.name)?.revision !== service.revision) draft.putService(service);
  for (const instance of instancesOf(next))
    if (find(previous, instance)?.revision !== instance.revision) draft.putInstance(instance);
  for (const instance of instancesOf(previous)) if (find(next, instance) === undefined) draft.removeInstance(instance);
  for (const name of previous.services.keys()) if (!next.services.has(name)) draft.removeService(name);
  return draft.content();
}

function instancesOf({ instances }: RegistryContent): readonly InstanceRecord[] {
  return [...instances.values()].flatMap((ofService) => [...ofService.values()]);
}

function find({ instances }: RegistryContent, { service, id }: InstanceKey): InstanceRecord | undefined {
  return instances.get(service)?.get(id);
}
