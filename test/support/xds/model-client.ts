import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { Response, Variant } from '../../../lib/xds/protocol/next-response.js';
import type { DeltaRequest } from '../../../lib/xds/protocol/delta-request.js';
import type { SotwRequest } from '../../../lib/xds/protocol/sotw-request.js';
import { resourceTypes, type ResourceType } from '../../../lib/xds/resource-types.js';
import type { ServedResource } from '../../../lib/xds/served-resource.js';

type Request = SotwRequest | DeltaRequest;
type Held = Map<string, ServedResource>;

const { cluster, clusterLoadAssignment, listener, routeConfiguration, secret } = resourceTypeUrls;
const roots: readonly ResourceType[] = [cluster, listener];

/** What a client asks for because of what it holds. */
const children: Readonly<Partial<Record<ResourceType, readonly ResourceType[]>>> = {
  [cluster]: [clusterLoadAssignment, secret],
  [listener]: [routeConfiguration],
};

/**
 * A client as the protocol describes one, which asks for what its clusters and listeners name, warms clusters as Envoy
 * does, and refuses a whole response for one bad resource.
 */
export interface ModelClient {
  readonly held: ReadonlyMap<ResourceType, ReadonlyMap<string, ServedResource>>;
  /** Clusters that take requests: they have had endpoints, and their secrets. One that changes goes on as it was until it is warm. */
  readonly serving: ReadonlySet<string>;
  /** Clusters that have had no endpoints since they last changed. */
  readonly warming: ReadonlySet<string>;
  /** What was sent although it was held, as `type name`; not endpoints that a cluster waits for. */
  readonly needless: readonly string[];
  /** The requests with which it opens a stream. */
  readonly connect: () => readonly Request[];
  /** Takes a response; gives what it asks and answers then. */
  readonly receive: (response: Response<ServedResource>) => readonly Request[];
}

/** Makes a client that holds nothing. */
export function modelClient(variant: Variant, isBad: (resource: ServedResource) => boolean): ModelClient {
  const held = new Map<ResourceType, Held>(resourceTypes.map((type) => [type, new Map()]));
  const of = (type: ResourceType): Held => held.get(type) ?? new Map<string, ServedResource>();
  const serving = new Set<string>();
  const warming = new Set<string>();
  const needless: string[] = [];
  const names = new Map<ResourceType, Set<string>>();
  const versions = new Map<ResourceType, string>();
  const nonces = new Map<ResourceType, string>();
  const refused = new Set<string>();
  const asked = new Set<string>();
  const askedAgain = new Set<string>();

  const wanted = (type: ResourceType): ReadonlySet<string> => {
    const parents = of(children[cluster]?.includes(type) === true ? cluster : listener);
    return new Set(
      [...parents.values()]
        .flatMap(({ references }) => references)
        .flatMap((key) => (key.type === type ? [key.name] : [])),
    );
  };
  const noted = (type: ResourceType, subscribed: readonly string[]): readonly string[] => {
    for (const key of subscribed.map((name) => `${type} ${name}`)) (asked.has(key) ? askedAgain : asked).add(key);
    return subscribed;
  };
  const request = (
    type: ResourceType,
    parts: { readonly nonce?: string; readonly bad?: boolean; readonly first?: boolean },
  ): Request => {
    const now = roots.includes(type) ? new Set<string>() : wanted(type);
    const before = names.get(type) ?? new Set();
    names.set(type, new Set(now));
    const error = parts.bad === true ? { error: { code: 3, message: 'bad' } } : {};
    if (variant === 'sotw')
      return {
        kind: 'sotw',
        typeUrl: type,
        versionInfo: versions.get(type) ?? '',
        resourceNames: [...now],
        responseNonce: nonces.get(type) ?? '',
        ...error,
      };
    for (const name of of(type).keys()) if (!roots.includes(type) && !now.has(name)) of(type).delete(name);
    return {
      kind: 'delta',
      typeUrl: type,
      subscribe: noted(
        type,
        [...now].filter((name) => !before.has(name)),
      ),
      unsubscribe: [...before].filter((name) => !now.has(name)),
      initialVersions:
        parts.first === true ? new Map([...of(type)].map(([name, { version }]) => [name, version])) : new Map(),
      responseNonce: parts.nonce ?? '',
      ...error,
    };
  };
  const forgetUnwanted = (type: ResourceType): void => {
    const now = wanted(type);
    for (const name of of(type).keys()) if (!now.has(name)) of(type).delete(name);
  };
  const isNeedless = (type: ResourceType, name: string): boolean =>
    variant === 'delta' &&
    !(type === clusterLoadAssignment && warming.has(name)) &&
    // "The client may have forgotten those resources": who asks for a name again is sent it again.
    !askedAgain.has(`${type} ${name}`) &&
    !refused.has(`${type} ${name}`);
  const take = ({ type, resources, removed }: Response<ServedResource>): void => {
    const isWhole = variant === 'sotw' && roots.includes(type);
    const left = new Set(resources.map(({ name }) => name));
    const gone = isWhole ? [...of(type).keys()].filter((name) => !left.has(name)) : removed;
    for (const name of gone) drop(type, name);
    // "The client will silently ignore any supplied resources that were not explicitly requested."
    const asked = roots.includes(type) ? resources : resources.filter(({ name }) => wanted(type).has(name));
    for (const resource of asked) {
      const { name, version } = resource;
      const isKnown = of(type).get(name)?.version === version;
      if (isKnown && isNeedless(type, name)) needless.push(`${type} ${name}`);
      of(type).set(name, resource);
      if (type === cluster && !isKnown) warming.add(name);
      if (type === clusterLoadAssignment) warming.delete(name);
    }
    for (const { name, references } of of(cluster).values())
      if (!warming.has(name) && references.every((key) => key.type !== secret || of(secret).has(key.name)))
        serving.add(name);
  };
  const drop = (type: ResourceType, name: string): void => {
    of(type).delete(name);
    if (type !== cluster) return;
    serving.delete(name);
    warming.delete(name);
  };
  const askForChildren = (type: ResourceType): readonly Request[] =>
    (children[type] ?? []).flatMap((child) => {
      forgetUnwanted(child);
      const next = wanted(child);
      const before = names.get(child) ?? new Set();
      const isChanged = next.size !== before.size || [...next].some((name) => !before.has(name));
      return isChanged ? [request(child, {})] : [];
    });
  return {
    held,
    serving,
    warming,
    needless,
    connect: () => {
      names.clear();
      asked.clear();
      askedAgain.clear();
      nonces.clear();
      // A client that was cut off while it warmed falls back on the endpoints that it holds, after a time; so does Envoy.
      for (const name of warming) if (of(clusterLoadAssignment).has(name)) warming.delete(name);
      // It asks for secrets when it needs the first, as Envoy does.
      const asks = [...roots, clusterLoadAssignment, routeConfiguration, ...(wanted(secret).size > 0 ? [secret] : [])];
      return resourceTypes.filter((type) => asks.includes(type)).map((type) => request(type, { first: true }));
    },
    receive: (response) => {
      const { type, nonce, version, resources } = response;
      nonces.set(type, nonce);
      const bad = resources.some(isBad);
      if (bad) for (const { name } of resources) refused.add(`${type} ${name}`);
      else {
        versions.set(type, version);
        take(response);
      }
      const answer = request(type, { nonce, bad });
      const questions = askForChildren(type);
      // Envoy asks first and answers then; others do it the other way round.
      return Number(nonce) % 2 === 0 ? [answer, ...questions] : [...questions, answer];
    },
  };
}
