/** The last field of a path in words: `max requests` of `circuit_breakers.thresholds.0.max_requests`. */
export function fieldName(path: string): string {
  const words = path.split('.').filter((part) => !/^\d+$/.test(part));
  return (words.at(-1) ?? path).replaceAll('_', ' ');
}
