/** Applies a JSON merge patch (RFC 7396): null removes, objects are merged, all else takes the place of what was. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // Without a prototype a field "__proto__" is a field like any other.
  const merged = Object.assign(Object.create(null) as Record<string, unknown>, isObject(target) ? target : {});
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
