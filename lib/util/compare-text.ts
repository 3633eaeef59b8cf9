/**
 * Orders two strings by UTF-16 code unit: the same order on every machine, whatever its locale. For `Array.sort`.
 */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
