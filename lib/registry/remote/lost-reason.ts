/** Says that a store is not the one that was known. `where`: as in `Redis`; `found`: what the other one is called, if there is one. */
export function lostReason(where: string, known: string, found: string | undefined): string {
  const what = found === undefined ? 'is empty' : `holds another one (${found})`;
  return `${where} ${what} where the store ${known} was; "adopt" goes on with what it holds`;
}
