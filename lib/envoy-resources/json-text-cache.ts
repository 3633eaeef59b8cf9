import { stableJson } from '../util/stable-json.js';

/** Writes resources as JSON lines, and remembers the text of those that several proxies share. */
export interface JsonTextCache {
  /** Stable JSON, indented by four spaces as it stands in the `resources` list of a file. */
  readonly resourceText: (typeUrl: string, resource: object) => string;
}

/**
 * Makes a cache for one run. Pass the same one for every proxy of a mesh: what they share is then written once.
 */
export function createJsonTextCache(): JsonTextCache {
  const known = new WeakMap<object, string>();
  return {
    resourceText(typeUrl, resource) {
      let text = known.get(resource);
      if (text === undefined) {
        text = stableJson({ '@type': typeUrl, ...resource })
          .trimEnd()
          .replaceAll('\n', '\n    ');
        known.set(resource, text);
      }
      return text;
    },
  };
}
