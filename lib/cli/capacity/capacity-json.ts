/**
 * Makes a value ready for JSON, which has no Infinity: a property that is infinite is left out.
 */
export function capacityJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capacityJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== Infinity)
      .map(([key, part]) => [key, capacityJson(part)]),
  );
}
