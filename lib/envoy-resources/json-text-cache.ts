import { contentHash } from '../util/content-hash.js';
import { stableJson } from '../util/stable-json.js';

/** How JSON is laid out: for people, or in as few bytes as it takes. */
export type JsonLayout = 'indented' | 'compact';

/** A resource as it stands in the `resources` list of a file, and a name for its content that no layout changes. */
export interface ResourceText {
  readonly text: string;
  readonly hash: string;
}

/** Writes resources as JSON, and remembers the text of those that several proxies share. */
export interface JsonTextCache {
  readonly layout: JsonLayout;
  readonly resourceText: (typeUrl: string, resource: object) => ResourceText;
  /** A whole file, such as a bootstrap. */
  readonly fileText: (content: object) => string;
}

/**
 * Makes a cache for one run. Pass the same one for every proxy of a mesh: what they share is then written once.
 */
export function createJsonTextCache(layout: JsonLayout = 'indented'): JsonTextCache {
  const resources = new WeakMap<object, ResourceText>();
  const files = new WeakMap<object, string>();
  return {
    layout,
    resourceText: (typeUrl, resource) =>
      remembered(resources, resource, () => {
        const typed = { '@type': typeUrl, ...resource };
        const compact = stableJson(typed, 0);
        const text = layout === 'compact' ? compact : stableJson(typed).trimEnd().replaceAll('\n', '\n    ');
        return { text, hash: contentHash(compact, 16) };
      }),
    fileText: (content) => remembered(files, content, () => stableJson(content, layout === 'compact' ? 0 : 2)),
  };
}

function remembered<T>(known: WeakMap<object, T>, key: object, make: () => T): T {
  const old = known.get(key);
  if (old !== undefined) return old;
  const made = make();
  known.set(key, made);
  return made;
}
