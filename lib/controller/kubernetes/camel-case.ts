/** A slug as reasons of conditions and events are written: `harm-proven` is `HarmProven`. */
export function camelCase(slug: string): string {
  return slug
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
