/** Name of the edge from a caller or gateway to whom it calls. */
export function edgeName(caller: string, callee: string): string {
  return `${caller} -> ${callee}`;
}
