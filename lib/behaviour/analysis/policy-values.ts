import type { EffectiveHttpRoute, EffectiveMesh } from '../../ir/effective-mesh.js';
import { stableJson } from '../../util/stable-json.js';
import { routeLists } from './route-lists.js';

/** Every effective value of a mesh that policies decide, by proxy; what is shared between proxies comes once. */
export function policyValues(mesh: EffectiveMesh, { origins }: { readonly origins: boolean }): unknown {
  const known = new Map<object, string>();
  const texts = new Map<string, number>();
  // Parts are told apart by what they say and not by which object they are: sharing is no behaviour. A part that was told
  // already is only named, by its place among the parts.
  const once = (part: object, tell: () => unknown): unknown => {
    const text = known.get(part) ?? stableJson(origins ? tell() : withoutOrigins(tell()), 0);
    known.set(part, text);
    const place = texts.get(text);
    if (place !== undefined) return place;
    texts.set(text, texts.size);
    return text;
  };
  return mesh.proxies.map((proxy) => [
    proxy.name,
    routeLists(proxy).map((list) => once(list, () => list.map(routeValues))),
    proxy.destinations.map((destination) =>
      once(destination, () => {
        const { name, connectTimeoutMs, loadBalancing, circuitBreaker, outlierDetection } = destination;
        return { name, connectTimeoutMs, loadBalancing, circuitBreaker, outlierDetection };
      }),
    ),
  ]);
}

function routeValues({ name, action, timeout, retries, fault }: EffectiveHttpRoute): unknown {
  return { name, hashOn: action.kind === 'forward' ? action.hashOn : [], timeout, retries, fault };
}

function withoutOrigins(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrigins);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'origin');
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutOrigins(inner)]));
}
