import type { RegistryContent } from '../model/registry-content.js';
import type { KubeHttp } from './kube-http.js';
import { kubeNames, type KubeObject, type KubePaths } from './kube-objects.js';
import { isOurs, readInstance, readService } from './read-objects.js';

/** Whether a record is ours: ours have revisions of ours, others' have the API's numbers. */
export function isOwnRevision(revision: string): boolean {
  return !/^\d+$/.test(revision);
}

/** Whether a content has records of ours; also where none is known, for then nobody can say that it has not. */
export function holdsOwn(content: RegistryContent | undefined): boolean {
  return content === undefined || hasOwnService(content) || hasOwnInstance(content);
}

/** Whether all services of ours, or all instances, are gone from a content: few would take out the last ones, an empty store does. */
export function hasLostOwn(before: RegistryContent | undefined, now: RegistryContent): boolean {
  if (before === undefined) return false;
  return (!hasOwnService(now) && hasOwnService(before)) || (!hasOwnInstance(now) && hasOwnInstance(before));
}

/** Whether the namespace still holds a record of ours as it is known; undefined where that cannot be seen. */
export async function areKnownThere(
  http: KubeHttp,
  paths: KubePaths,
  content: RegistryContent | undefined,
): Promise<boolean | undefined> {
  const list = async (path: string, selector: string): Promise<readonly KubeObject[] | undefined> => {
    const answer = await http.ask({ method: 'GET', path: `${path}?labelSelector=${encodeURIComponent(selector)}` });
    // 200 brings a list.
    const isList = answer.kind === 'answer' && answer.status === 200;
    return isList ? (answer.body as { readonly items: readonly KubeObject[] }).items.filter(isOurs) : undefined;
  };
  const services = await list(paths.services, `${kubeNames.registered}=true`);
  const slices = await list(paths.slices, `${kubeNames.managedBy}=${kubeNames.us}`);
  if (services === undefined || slices === undefined) return undefined;
  const isKnownService = (object: KubeObject): boolean => {
    const { name, revision } = readService(object);
    return content?.services.get(name)?.revision === revision;
  };
  const isKnownInstance = (object: KubeObject): boolean => {
    const { service, id, revision } = readInstance(object);
    return content?.instances.get(service)?.get(id)?.revision === revision;
  };
  return services.some(isKnownService) || slices.some(isKnownInstance);
}

function hasOwnService({ services }: RegistryContent): boolean {
  for (const { revision } of services.values()) if (isOwnRevision(revision)) return true;
  return false;
}

function hasOwnInstance({ instances }: RegistryContent): boolean {
  for (const ofService of instances.values())
    for (const { revision } of ofService.values()) if (isOwnRevision(revision)) return true;
  return false;
}
