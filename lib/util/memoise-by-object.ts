/**
 * Remembers what a function made of each object, so that what is shared is built once. Forgets with the object.
 */
export function memoiseByObject<K extends object, V>(build: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let entry = known.get(key);
    if (entry === undefined) {
      entry = { value: build(key) };
      known.set(key, entry);
    }
    return entry.value;
  };
}
